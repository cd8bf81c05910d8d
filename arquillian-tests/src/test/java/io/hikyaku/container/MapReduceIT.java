package io.hikyaku.container;

import static io.hikyaku.api.mapreduce.Serializers.LONG;
import static io.hikyaku.api.mapreduce.Serializers.STRING;
import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.api.QueueConnectionFactory;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Jobs;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import jakarta.annotation.Resource;
import java.time.Duration;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A job whose steps a message-driven bean runs, with classes of the application. */
@ExtendWith(ArquillianExtension.class)
class MapReduceIT {

  private static final TypedGroup<Long, String> LINES = TypedGroup.of("lines", LONG, STRING);
  private static final TypedGroup<String, Long> ONES = TypedGroup.of("ones", STRING, LONG);
  private static final TypedGroup<String, Long> COUNTS = TypedGroup.of("counts", STRING, LONG);
  private static final int LINE_COUNT = 1000;

  @Resource(lookup = "hikyaku/QueueConnectionFactory")
  private QueueConnectionFactory factory;

  @Deployment
  static WebArchive archive() {
    return ContainerArchive.create();
  }

  @Test
  void stepsAreRunByABeanWithInjection() {
    Jobs jobs = factory.jobs();
    jobs.groups().create(LINES);
    try (TupleWriter<Long, String> writer = jobs.groups().write(LINES)) {
      TupleWriter.Lane<Long, String> lane = writer.lane();
      for (long i = 0; i < LINE_COUNT; i++) {
        lane.write(i, "all w" + i % 10);
      }
      writer.commit();
    }
    String id =
        jobs.submit(
            Job.builder("greetings")
                .stage(Stage.map(GreetingMapper.class, LINES, ONES).combine(SumReducer.class))
                .stage(Stage.reduce(SumReducer.class, ONES, COUNTS))
                .temporary(ONES)
                .build());

    JobStatus status = jobs.await(id, Duration.ofSeconds(30));

    assertThat(status.state()).as("%s", status).isEqualTo(JobStatus.State.DONE);
    assertThat(jobs.groups().count("counts")).isEqualTo(11);
    assertThat(jobs.groups().get(COUNTS, "hello all")).containsExactly((long) LINE_COUNT);
    assertThat(jobs.groups().get(COUNTS, "hello w3")).containsExactly(LINE_COUNT / 10L);
  }
}
