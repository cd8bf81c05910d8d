package io.hikyaku.system;

import io.hikyaku.system.second.SendServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A small WAR beside the application, as somebody else would deploy it. */
record SecondApplication(LibertyNode node) {

  /** The WAR, and the element of server.xml that deploys it. */
  static String deployed() {
    Path war = Built.WORK.resolve("second.war");
    try {
      Files.createDirectories(war.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ShrinkWrap.create(WebArchive.class, "second.war")
        .addPackage(SendServlet.class.getPackage())
        .as(ZipExporter.class)
        .exportTo(war.toFile(), true);
    return "<webApplication id='second' contextRoot='/second' location='"
        + war
        + "'><classloader classProviderRef='hikyaku'/></webApplication>";
  }

  HttpResponse<String> send(String group, int count, int size, String outcome) {
    return node.http()
        .get(
            "/second/send?group=%s&count=%d&size=%d&outcome=%s"
                .formatted(group, count, size, outcome));
  }
}
