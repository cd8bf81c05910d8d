package io.hikyaku.system;

import io.hikyaku.system.counting.CountingServlet;
import io.hikyaku.system.shop.StepBean;
import io.hikyaku.system.shop.Sum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** Jobs beside the application, whose steps a bean runs. */
record CountingApplication(LibertyNode node) {

  /** Groups that it needs, a queue for each run. */
  static final String GROUPS =
      "mail order=spread; texts-undisturbed order=spread; texts-disturbed order=spread";

  /** Steps that a node runs at the same time; fewer than the jobs have. */
  private static final int CONCURRENCY = 8;

  /** How far a job is. */
  record Progress(String state, int stepsDone, int round, int mapped, String failure) {
    boolean isRunning() {
      return state.equals("RUNNING");
    }
  }

  /** The WAR, and the elements of server.xml that deploy it. */
  static String deployed() {
    Path war = Built.WORK.resolve("counting.war");
    try {
      Files.createDirectories(war.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ShrinkWrap.create(WebArchive.class, "counting.war")
        .addPackage(CountingServlet.class.getPackage())
        .addClasses(StepBean.class, Sum.class)
        .as(ZipExporter.class)
        .exportTo(war.toFile(), true);
    return """
    <webApplication id='counting' contextRoot='/counting' location='%s'>
      <classloader classProviderRef='hikyaku'/>
    </webApplication>
    <activationSpec id='counting/StepBean'>
      <properties.hikyaku.QueueListener group='mapreduce.steps' concurrency='%d'/>
    </activationSpec>
    """
        .formatted(war, CONCURRENCY);
  }

  /** Submits a job and gives its id. */
  String start(String job, String run, int pauseMillis) {
    return get("start?job=%s&run=%s&pause=%d".formatted(job, run, pauseMillis));
  }

  Progress progress(String id) {
    String[] parts = get("progress?id=" + id).split(" ", 5);
    return new Progress(
        parts[0],
        Integer.parseInt(parts[1]),
        Integer.parseInt(parts[2]),
        Integer.parseInt(parts[3]),
        parts[4]);
  }

  String result(String job, String run) {
    return get("result?job=%s&run=%s".formatted(job, run));
  }

  private String get(String path) {
    var answer = node.http().get("/counting/" + path);
    if (answer.statusCode() != 200) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
    return answer.body();
  }
}
