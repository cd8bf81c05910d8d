package io.hikyaku.system;

import static org.awaitility.Awaitility.await;

import io.hikyaku.system.shop.ShopServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The shop beside the application, so that the console has something to show. */
record ShopApplication(LibertyNode node) {

  /**
   * Groups that it needs: {@code orders} and {@code carts} nobody takes, {@code returns} always
   * fail.
   */
  static final String GROUPS =
      "mail order=spread;orders order=keyed;carts order=spread;payments order=spread;"
          + "returns order=spread deliveryLimit=1";

  static final int ORDERS = 40;
  static final int RETURNS = 6;

  /** The WAR, and the elements of server.xml that deploy it. */
  static String deployed() {
    Path war = Built.WORK.resolve("shop.war");
    try {
      Files.createDirectories(war.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    ShrinkWrap.create(WebArchive.class, "shop.war")
        .addPackage(ShopServlet.class.getPackage())
        .as(ZipExporter.class)
        .exportTo(war.toFile(), true);
    return "<webApplication id='shop' contextRoot='/shop' location='"
        + war
        + "'><classloader classProviderRef='hikyaku'/></webApplication>"
        // slow steps hold threads, and the server makes few more while the machine is busy
        + "<executor coreThreads='48'/>"
        + activation("StepBean", "mapreduce.steps", 24)
        + activation("PaymentBean", "payments", 4)
        + activation("ReturnBean", "returns", 1);
  }

  private static String activation(String bean, String group, int concurrency) {
    return "<activationSpec id='shop/%s'><properties.hikyaku.QueueListener group='%s' concurrency='%d'/></activationSpec>"
        .formatted(bean, group, concurrency);
  }

  /** Orders that wait, returns that become dead letters, and three jobs. */
  ShopApplication fill() {
    send("orders", ORDERS);
    send("returns", RETURNS);
    await("all returns are dead letters")
        .atMost(Duration.ofSeconds(60))
        .until(() -> node.http().group("returns").getInt("depth") == 0);
    submitJobs(); // last: their slow steps take the server's threads until it has made more
    return this;
  }

  void submitJobs() {
    get("/shop/jobs");
  }

  void send(String group, int count) {
    get("/shop/send?group=" + group + "&count=" + count);
  }

  private void get(String path) {
    var answer = node.http().get(path);
    if (!answer.body().equals("done")) {
      throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
    }
  }
}
