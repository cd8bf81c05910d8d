package io.hikyaku.system.shop;

import static io.hikyaku.api.mapreduce.Serializers.LONG;
import static io.hikyaku.api.mapreduce.Serializers.STRING;

import io.hikyaku.api.Message;
import io.hikyaku.api.QueueConnection;
import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.Jobs;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import jakarta.annotation.Resource;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.transaction.UserTransaction;
import java.io.IOException;

/**
 * {@code send?group=&count=} sends orders; {@code jobs} submits one that ends, one that fails and
 * one that takes its time.
 */
@WebServlet({"/send", "/jobs"})
public class ShopServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final TypedGroup<Long, String> LINES = TypedGroup.of("lines", LONG, STRING);
  private static final TypedGroup<String, Long> ONES = TypedGroup.of("ones", STRING, LONG);
  private static final TypedGroup<String, Long> COUNTS = TypedGroup.of("counts", STRING, LONG);
  private static final TypedGroup<String, Long> RANKS = TypedGroup.of("ranks", STRING, LONG);
  private static final TypedGroup<String, Long> NIGHT = TypedGroup.of("night", STRING, LONG);
  private static final int LINE_COUNT = 2000;
  private static final int CUSTOMERS = 17;
  private static final int AT_ONCE = 2000;

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private transient QueueConnectionFactory factory;

  @Resource private transient UserTransaction transaction;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (request.getServletPath().equals("/jobs")) {
      submitJobs();
    } else {
      send(request.getParameter("group"), Integer.parseInt(request.getParameter("count")));
    }
    response.getWriter().print("done");
  }

  private void send(String group, int count) throws IOException {
    for (int from = 0; from < count; from += AT_ONCE) {
      try {
        transaction.begin();
        send(group, from, Math.min(count, from + AT_ONCE));
        transaction.commit();
      } catch (Exception e) { // as many as a transaction can end by
        throw new IOException(e);
      }
    }
  }

  private void send(String group, int from, int to) {
    try (QueueConnection connection = factory.getConnection()) {
      for (int i = from; i < to; i++) {
        String customer = "customer-" + i % CUSTOMERS;
        connection.send(
            group,
            Message.builder(
                    "{\"order\":%d,\"customer\":\"%s\",\"total\":12.90}".formatted(i, customer))
                .key(customer)
                .header("content-type", "application/json")
                .build());
      }
    }
  }

  private void submitJobs() {
    Jobs jobs = factory.jobs();
    jobs.groups().create(LINES);
    try (TupleWriter<Long, String> writer = jobs.groups().write(LINES)) {
      TupleWriter.Lane<Long, String> lane = writer.lane();
      for (long i = 0; i < LINE_COUNT; i++) {
        lane.write(i, "the quick fox number " + i % CUSTOMERS);
      }
      writer.commit();
    }
    jobs.submit(
        Job.builder("wordcount")
            .stage(Stage.map(Words.class, LINES, ONES))
            .stage(Stage.reduce(Sum.class, ONES, COUNTS))
            .build());
    jobs.submit(
        Job.builder("ranking")
            .stage(Stage.map(BrokenWords.class, LINES, RANKS))
            .attempts(2)
            .build());
    jobs.submit(
        Job.builder("nightly-report").stage(Stage.map(SlowWords.class, LINES, NIGHT)).build());
  }
}
