package io.hikyaku.examples;

import static io.hikyaku.api.mapreduce.Serializers.INTEGER;
import static io.hikyaku.api.mapreduce.Serializers.STRING;

import io.hikyaku.api.mapreduce.Context;
import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.Joiner;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TypedGroup;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/** Joins customers with the sums of their orders; those without orders are in it as well. */
public final class CustomersAndOrders {

  private static final TypedGroup<String, String> CUSTOMERS =
      TypedGroup.of("customers", STRING, STRING);
  private static final TypedGroup<String, Integer> ORDERS =
      TypedGroup.of("orders", STRING, INTEGER);
  private static final TypedGroup<String, String> BILLS = TypedGroup.of("bills", STRING, STRING);

  private CustomersAndOrders() {}

  /** A bill: name and sum. */
  public static final class Bill implements Joiner<String, String, String> {
    @Override
    public void join(String number, Sides sides, Context<String, String> context) {
      int sum = 0;
      for (Iterator<Integer> orders = sides.of(ORDERS); orders.hasNext(); ) {
        sum += orders.next();
      }
      context.write(number, sides.of(CUSTOMERS).next() + ": " + sum);
    }
  }

  /** The job. */
  public static Job job() {
    return Job.builder("bills")
        .stage(Stage.join(Joiner.Kind.LEFT_OUTER, Bill.class, CUSTOMERS, ORDERS, BILLS))
        .build();
  }

  /** Runs it and checks every bill. */
  static String run(ExampleNode node, int count) {
    Map<String, String> customers = new TreeMap<>();
    for (int i = 0; i < count; i++) {
      customers.put("c" + i, "name" + i);
    }
    node.write(CUSTOMERS, customers);
    for (int round = 1; round <= 3; round++) {
      Map<String, Integer> orders = new TreeMap<>();
      for (int i = 0; i < count; i += 2) {
        orders.put("c" + i, round * i);
      }
      orders.put("nobody", 7);
      node.write(ORDERS, orders);
    }

    node.run(job());

    int[] seen = new int[1];
    node.jobs()
        .groups()
        .forEach(
            BILLS,
            (number, bill) -> {
              int i = Integer.parseInt(number.substring(1));
              Check.equal("bill", bill, "name" + i + ": " + (i % 2 == 0 ? 6 * i : 0));
              seen[0]++;
            });
    Check.equal("bills", seen[0], count);
    return "%d bills".formatted(count);
  }
}
