package io.hikyaku.container;

import java.io.File;
import java.net.URISyntaxException;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The tests as an application. The API is not in it: it comes from the adapter. */
final class ContainerArchive {

  /** Part of the ids of the activation specs in server.xml. */
  private static final String NAME = "container-tests.war";

  /** Open Liberty's way to say how long a bean's transaction may take, in seconds. */
  private static final String TIMEOUTS =
      """
      <ejb-jar-ext xmlns="http://websphere.ibm.com/xml/ns/javaee" version="1.1">
        <message-driven name="SlowBean">
          <global-transaction transaction-time-out="2"/>
        </message-driven>
      </ejb-jar-ext>
      """;

  private ContainerArchive() {}

  static WebArchive create() {
    return ShrinkWrap.create(WebArchive.class, NAME)
        .addPackage(ContainerArchive.class.getPackage())
        .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
        .addAsWebInfResource(new StringAsset(TIMEOUTS), "ibm-ejb-jar-ext.xml")
        .addAsLibraries(jarOf(Assertions.class), jarOf(Awaitility.class), jarOf(Matcher.class));
  }

  private static File jarOf(Class<?> type) {
    try {
      return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
