package io.hikyaku.system;

import io.hikyaku.browser.Browser;

/**
 * One node with work of every kind and a user of each role, for all tests of the console and its
 * API that need no second node. The first that asks starts it, and the browser that looks at it;
 * both end with the test run. Tests use groups of their own, or leave {@code orders} and {@code
 * returns} as they found them. Not thread-safe.
 */
record ManagedNode(
    LibertyNode node,
    int httpsPort,
    ShopApplication shop,
    SecondApplication second,
    RecoveryApplication recovery) {

  private static final int WIDTH = 1360;
  private static final int HEIGHT = 900;

  private static ManagedNode shared;
  private static Browser browser;

  static ManagedNode shared() {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  private static ManagedNode start() {
    int httpsPort = FreePorts.any();
    LibertyNode node =
        new LibertyNode(
                NodeSettings.alone("managed", "a")
                    .managed(httpsPort)
                    .with("hikyaku.copies", "1")
                    .with(
                        "hikyaku.groups",
                        ShopApplication.GROUPS + ";sent order=keyed;placed order=spread")
                    // nobody listens there: mail stays
                    .with("hikyaku.delivery.default", "smtp:127.0.0.1:" + FreePorts.any())
                    .withOverrides(
                        ShopApplication.deployed()
                            + SecondApplication.deployed()
                            // nobody takes the orders of the shop
                            + RecoveryApplication.deployed()
                                .replace("group='orders'", "group='placed'")))
            .start();
    return new ManagedNode(
        node,
        httpsPort,
        new ShopApplication(node).fill(),
        new SecondApplication(node),
        new RecoveryApplication(node));
  }

  ManagementClient api() {
    return new ManagementClient(httpsPort);
  }

  /** The one browser, at the first page, with the user of a role and nothing chosen. */
  Browser browser(String role) {
    if (browser == null) {
      browser = new Browser(httpsPort, WIDTH, HEIGHT);
      Runtime.getRuntime().addShutdownHook(new Thread(browser::close));
    }
    return browser.forget().signIn(role, role + role);
  }
}
