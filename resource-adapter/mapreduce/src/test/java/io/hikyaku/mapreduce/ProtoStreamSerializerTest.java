package io.hikyaku.mapreduce;

import static io.hikyaku.api.mapreduce.Serializers.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.JobStatus;
import io.hikyaku.api.mapreduce.Mapper;
import io.hikyaku.api.mapreduce.ProtoStreamSerializer;
import io.hikyaku.api.mapreduce.Reducer;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.api.mapreduce.TupleWriter;
import io.hikyaku.api.mapreduce.TypedGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.infinispan.protostream.FileDescriptorSource;
import org.infinispan.protostream.ProtobufTagMarshaller;
import org.infinispan.protostream.SerializationContext;
import org.infinispan.protostream.SerializationContextInitializer;
import org.junit.jupiter.api.Test;

/** A job over types of the application, as keys and as values, by Protocol Buffers. */
class ProtoStreamSerializerTest {

  private static final TypedGroup<Long, Order> ORDERS =
      TypedGroup.of("orders", LONG, new OrderSerializer()).with(new TupleGroupSettings(4, 1));
  private static final TypedGroup<Order, Long> SAME =
      TypedGroup.of("same", new OrderSerializer(), LONG).with(new TupleGroupSettings(4, 1));
  private static final TypedGroup<Order, Long> COUNTED =
      TypedGroup.of("counted", new OrderSerializer(), LONG).with(new TupleGroupSettings(4, 1));

  record Order(String customer, long cents) {}

  /** What ProtoStream's annotation processor would make. */
  private static final class OrderSchema implements SerializationContextInitializer {
    @Override
    public void registerSchema(SerializationContext context) {
      context.registerProtoFiles(
          FileDescriptorSource.fromString(
              "orders.proto",
              "syntax = \"proto3\"; package shop;"
                  + " message Order { string customer = 1; int64 cents = 2; }"));
    }

    @Override
    public void registerMarshallers(SerializationContext context) {
      context.registerMarshaller(new OrderMarshaller());
    }
  }

  private static final class OrderMarshaller implements ProtobufTagMarshaller<Order> {
    private static final int CUSTOMER = (1 << 3) | 2;
    private static final int CENTS = 2 << 3;

    @Override
    public Class<Order> getJavaClass() {
      return Order.class;
    }

    @Override
    public String getTypeName() {
      return "shop.Order";
    }

    @Override
    public Order read(ReadContext context) throws IOException {
      String customer = "";
      long cents = 0;
      for (int tag = context.getReader().readTag(); tag != 0; tag = context.getReader().readTag()) {
        switch (tag) {
          case CUSTOMER -> customer = context.getReader().readString();
          case CENTS -> cents = context.getReader().readInt64();
          default -> context.getReader().skipField(tag);
        }
      }
      return new Order(customer, cents);
    }

    @Override
    public void write(WriteContext context, Order order) throws IOException {
      context.getWriter().writeString(1, order.customer());
      context.getWriter().writeInt64(2, order.cents());
    }
  }

  /** What an application writes. */
  public static final class OrderSerializer extends ProtoStreamSerializer<Order> {
    public OrderSerializer() {
      super(Order.class, new OrderSchema());
    }
  }

  /** An order to itself. */
  public static final class Turn implements Mapper<Long, Order, Order, Long> {
    @Override
    public void map(Long number, Order order, Context<Order, Long> context) {
      context.write(order, 1L);
    }
  }

  /** How many are equal. */
  public static final class Count implements Reducer<Order, Long, Order, Long> {
    @Override
    public void reduce(Order order, Iterator<Long> ones, Context<Order, Long> context) {
      long sum = 0;
      while (ones.hasNext()) {
        sum += ones.next();
      }
      context.write(order, sum);
    }
  }

  @Test
  void jobsWorkOnTypesOfTheApplication() {
    try (Nodes nodes = Nodes.start(1)) {
      JobEngine jobs = nodes.get(0).engine;
      jobs.groups().create(ORDERS);
      try (TupleWriter<Long, Order> writer = jobs.groups().write(ORDERS)) {
        TupleWriter.Lane<Long, Order> lane = writer.lane();
        for (long i = 0; i < 1000; i++) {
          lane.write(i, new Order("customer " + i % 10, i % 2));
        }
        writer.commit();
      }
      String id =
          jobs.submit(
              Job.builder("orders")
                  .stage(Stage.map(Turn.class, ORDERS, SAME))
                  .stage(Stage.reduce(Count.class, SAME, COUNTED))
                  .temporary(SAME)
                  .build());

      JobStatus status = jobs.await(id, Duration.ofSeconds(30));

      assertThat(status.state()).as("%s", status).isEqualTo(JobStatus.State.DONE);
      Map<Order, Long> counted = new HashMap<>();
      jobs.groups().forEach(COUNTED, counted::put);
      assertThat(counted).hasSize(10).containsEntry(new Order("customer 3", 1), 100L);
      assertThat(jobs.groups().get(ORDERS, 12L)).containsExactly(new Order("customer 2", 0));
    }
  }

  @Test
  void whatIsNoneAndWhatNoSchemaDescribesIsNamed() {
    assertThatThrownBy(
            () -> new OrderSerializer().fromBytes(ByteBuffer.wrap(new byte[] {10, 100, 1})))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("are no " + Order.class.getName());
    assertThatThrownBy(
            () -> new ProtoStreamSerializer<Duration>(Duration.class, new OrderSchema()) {})
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no schema given describes java.time.Duration");
  }
}
