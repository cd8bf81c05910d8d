package io.hikyaku.benchmarks.mdb.broker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One round: {@code Rounds count url...} fills the queue while all beans wait, lets them go, and
 * prints messages per second until the last commit. With {@code -Dphases=2} a second resource is in
 * each transaction.
 */
final class Rounds {

  private static final long POLL_MILLIS = 20;
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final int PHASES = Integer.getInteger("phases", 1);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Rounds() {}

  @SuppressWarnings("BusyWait") // nothing else to do in this process
  public static void main(String[] args) throws IOException, InterruptedException {
    int count = Integer.parseInt(args[0]);
    List<String> servers = Arrays.asList(args).subList(1, args.length);
    for (String server : servers) {
      get(server + "?do=hold&phases=" + PHASES);
    }
    for (String server : servers) {
      get(server + "?do=fill&count=" + count / servers.size());
    }
    long start = System.currentTimeMillis();
    for (String server : servers) {
      get(server + "?do=go");
    }
    long end = start + LIMIT.toMillis();
    while (System.currentTimeMillis() < end) {
      long committed = 0;
      long last = 0;
      for (String status : statuses(servers)) {
        String[] parts = status.split(" ", 2);
        committed += Long.parseLong(parts[0]);
        last = Math.max(last, Long.parseLong(parts[1]));
      }
      if (committed >= count) {
        System.out.printf("%.0f%n", committed * 1000.0 / (last - start));
        return;
      }
      Thread.sleep(POLL_MILLIS);
    }
    throw new IOException("not all were handled within " + LIMIT + ": " + statuses(servers));
  }

  private static List<String> statuses(List<String> servers)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    for (String server : servers) {
      all.add(get(server + "?do=look"));
    }
    return all;
  }

  private static String get(String uri) throws IOException, InterruptedException {
    var response =
        CLIENT.send(
            HttpRequest.newBuilder(URI.create(uri)).timeout(LIMIT).build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(uri + " answers " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }
}
