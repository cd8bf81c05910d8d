package io.hikyaku.system;

import io.hikyaku.system.hold.HoldingDataSource;
import io.hikyaku.system.recovery.OrderBean;
import io.hikyaku.system.recovery.OrderServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.derby.iapi.jdbc.AutoloadedDriver;
import org.apache.derby.jdbc.EmbeddedXADataSource;
import org.apache.derby.shared.common.reference.SQLState;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** An application that uses a database together with the store; wants the groups below. */
record RecoveryApplication(LibertyNode node) {

  /** Each transaction that is held has one. */
  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "recovery-application");
            thread.setDaemon(true);
            return thread;
          });

  static final String GROUPS = "mail order=spread; orders order=spread; sent order=keyed";

  /**
   * Open Liberty's way to say what commits first. Otherwise it is what was enlisted first: of a
   * delivery always the store, so that its branch would never be found in doubt.
   */
  private static final String PRIORITIES =
      """
      <ejb-jar-ext xmlns="http://websphere.ibm.com/xml/ns/javaee" version="1.1">
        <message-driven name="OrderBean">
          <resource-ref name="%s" commit-priority="1"/>
        </message-driven>
      </ejb-jar-ext>
      """
          .formatted(OrderBean.DATABASE_FIRST);

  /** The archives, and the elements of server.xml that deploy them, with a database of its own. */
  static String deployed() {
    return deployed("${server.output.dir}/orders");
  }

  /** The same with this database, which one server after the other may open. */
  static String deployed(String database) {
    Path driver =
        exported(
            ShrinkWrap.create(JavaArchive.class, "holding-driver.jar")
                .addPackage(HoldingDataSource.class.getPackage()));
    Path war =
        exported(
            ShrinkWrap.create(WebArchive.class, "recovery.war")
                .addPackage(OrderServlet.class.getPackage())
                .addAsWebInfResource(new StringAsset(PRIORITIES), "ibm-ejb-jar-ext.xml"));
    return """
    <featureManager><feature>jdbc-4.2</feature></featureManager>
    <transaction heuristicRetryInterval='2s'/>
    <!-- all that are held have a thread -->
    <executor coreThreads='40'/>
    <library id='derby'>
      <file name='%s'/><file name='%s'/><file name='%s'/><file name='%s'/>
    </library>
    <jdbcDriver id='derby' libraryRef='derby' javax.sql.XADataSource='%s'/>
    <dataSource jndiName='jdbc/orders' jdbcDriverRef='derby' type='javax.sql.XADataSource'>
      <properties databaseName='%s'/>
    </dataSource>
    <activationSpec id='recovery/OrderBean'>
      <properties.hikyaku.QueueListener group='orders' concurrency='10'/>
    </activationSpec>
    <webApplication id='recovery' contextRoot='/recovery' location='%s'>
      <classloader classProviderRef='hikyaku'/>
    </webApplication>
    """
        .formatted(
            driver,
            jarOf(EmbeddedXADataSource.class),
            jarOf(AutoloadedDriver.class),
            jarOf(SQLState.class),
            HoldingDataSource.class.getName(),
            database,
            war);
  }

  private static Path exported(Archive<?> archive) {
    try {
      Files.createDirectories(Built.WORK);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Path file = Built.WORK.resolve(archive.getName());
    archive.as(ZipExporter.class).exportTo(file.toFile(), true);
    return file;
  }

  private static Path jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> order(String query) {
    return node.http().get("/recovery/order?" + query);
  }

  /** Stores and sends; held at this step, if there is one, until {@link #letGo}. */
  CompletableFuture<HttpResponse<String>> place(String id, String first, String step) {
    return CompletableFuture.supplyAsync(
        () -> order("do=place&id=" + id + "&first=" + first + "&step=" + step), THREADS);
  }

  /**
   * Has the bean do it; held likewise.
   *
   * @param first the resource that commits first, {@code store} if the server is left alone
   */
  void receive(String id, String first, String step) {
    order("do=receive&id=" + id + "&first=" + first + "&step=" + step);
  }

  /** A transaction whose outcome is open until {@link #letGo}: its branch here is prepared. */
  CompletableFuture<HttpResponse<String>> holdInDoubt(String id) {
    makeTable();
    return place(id, "database", "before-prepare");
  }

  void makeTable() {
    order("do=table");
  }

  /** The bean is given nothing more on this node. */
  void pause() {
    order("do=pause");
  }

  /** It goes on, and nothing is held on this node. */
  void resume() {
    order("do=resume");
  }

  void letGo() {
    order("do=release");
  }

  /** How many transactions are held, and how many branches of the store are prepared. */
  String held() {
    return order("do=held").body();
  }

  String look(String id) {
    return order("do=look&id=" + id).body();
  }
}
