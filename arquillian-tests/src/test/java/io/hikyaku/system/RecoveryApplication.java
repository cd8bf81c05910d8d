package io.hikyaku.system;

import io.hikyaku.system.crash.CrashingDataSource;
import io.hikyaku.system.recovery.OrderServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.derby.iapi.jdbc.AutoloadedDriver;
import org.apache.derby.jdbc.EmbeddedXADataSource;
import org.apache.derby.shared.common.reference.SQLState;
import org.jboss.shrinkwrap.api.Archive;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** An application that uses a database together with the store; wants the groups below. */
record RecoveryApplication(LibertyNode node) {

  static final String GROUPS = "mail order=spread; orders order=spread; sent order=keyed";

  /** The archives, and the elements of server.xml that deploy them. */
  static String deployed() {
    Path driver =
        exported(
            ShrinkWrap.create(JavaArchive.class, "crashing-driver.jar")
                .addPackage(CrashingDataSource.class.getPackage()));
    Path war =
        exported(
            ShrinkWrap.create(WebArchive.class, "recovery.war")
                .addPackage(OrderServlet.class.getPackage()));
    return """
    <featureManager><feature>jdbc-4.2</feature></featureManager>
    <transaction heuristicRetryInterval='2s'/>
    <library id='derby'>
      <file name='%s'/><file name='%s'/><file name='%s'/><file name='%s'/>
    </library>
    <jdbcDriver id='derby' libraryRef='derby' javax.sql.XADataSource='%s'/>
    <dataSource jndiName='jdbc/orders' jdbcDriverRef='derby' type='javax.sql.XADataSource'>
      <properties databaseName='${server.output.dir}/orders'/>
    </dataSource>
    <activationSpec id='recovery/OrderBean'>
      <properties.hikyaku.QueueListener group='orders' concurrency='1'/>
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
            CrashingDataSource.class.getName(),
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

  /** A transaction whose outcome is open until {@link #letGo}: its branch here is prepared. */
  CompletableFuture<HttpResponse<String>> holdInDoubt(String id) {
    return CompletableFuture.supplyAsync(
        () -> order("do=place&first=database&step=&hold=before-prepare&id=" + id));
  }

  void letGo() {
    order("do=release&id=&step=");
  }
}
