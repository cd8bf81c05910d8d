package io.hikyaku.system.counting;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Jobs;
import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * {@code start?job=&run=&pause=} submits a job and says its id; {@code progress?id=} says {@code
 * state, steps of the first stage that are done, round, messages mapped}; {@code result?job=&run=}
 * says what it counted.
 */
@WebServlet({"/start", "/progress", "/result"})
public class CountingServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;
  private static final int MESSAGES = 2000;
  private static final int AT_ONCE = 500;

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private transient QueueConnectionFactory factory;

  @Resource private transient UserTransaction transaction;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String job = request.getParameter("job");
    String run = request.getParameter("run");
    String answer =
        switch (request.getServletPath()) {
          case "/start" -> start(job, run, Integer.parseInt(request.getParameter("pause")));
          case "/progress" -> progress(request.getParameter("id"));
          default -> text(result(job, run));
        };
    response.getWriter().print(answer);
  }

  private String start(String job, String run, int pauseMillis) throws IOException {
    Jobs jobs = factory.jobs();
    return switch (job) {
      case "words" -> WordJob.start(jobs, run, pauseMillis);
      case "ranks" -> RankJob.start(jobs, run, pauseMillis);
      default -> {
        String queueGroup = "texts-" + run;
        for (int from = 0; from < MESSAGES; from += AT_ONCE) {
          send(queueGroup, from);
        }
        yield WindowJob.start(jobs, run, queueGroup, pauseMillis);
      }
    };
  }

  private void send(String group, int from) throws IOException {
    try {
      transaction.begin();
      try (QueueConnection connection = factory.getConnection()) {
        for (int i = from; i < from + AT_ONCE; i++) {
          connection.send(group, Message.of("message " + i));
        }
      }
      transaction.commit();
    } catch (Exception e) { // as many as a transaction can end by
      throw new IOException(e);
    }
  }

  private String progress(String id) {
    JobStatus status = factory.jobs().find(id).orElseThrow();
    return "%s %d %d %d %s"
        .formatted(
            status.state(),
            status.stages().get(0).stepsDone(),
            status.round(),
            status.counters().getOrDefault("mapped", 0L),
            status.failure().orElse(""));
  }

  private Map<String, Long> result(String job, String run) {
    Jobs jobs = factory.jobs();
    return switch (job) {
      case "words" -> WordJob.result(jobs, run);
      case "ranks" -> RankJob.result(jobs, run);
      default -> WindowJob.result(jobs, run);
    };
  }

  private static String text(Map<String, Long> result) {
    return result.entrySet().stream()
        .map(entry -> entry.getKey() + "=" + entry.getValue())
        .collect(Collectors.joining("\n"));
  }
}
