package io.hikyaku.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.hikyaku.browser.Accessibility;
import io.hikyaku.browser.Browser;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every page of the console in both themes and languages: nothing that keeps people out, nothing
 * that the browser complains of, no page wider than its window; a picture of each is written to
 * target/screenshots. It goes before others that use the node: what they leave there is no sight.
 */
@ExtendWith(LogsOnFailure.class)
@Order(1)
@TestMethodOrder(OrderAnnotation.class)
class ConsolePagesIT {

  private static final Path PICTURES = Built.ROOT.resolve("arquillian-tests/target/screenshots");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int HEIGHT = 900;
  private static final int NARROW = 400;

  private static final String JOB = "jobs/job/";

  private static final List<String> PAGES =
      List.of(
          "",
          "groups",
          "groups/orders",
          "groups/orders/messages",
          "groups/orders/keys",
          "groups/orders/settings",
          "dead-letters",
          "dead-letters/returns",
          "mail",
          "mail/find",
          "nodes",
          "nodes/transactions",
          "nodes/beans",
          "jobs",
          "jobs/tuple-groups",
          "jobs/tuple-groups/lines",
          "actions",
          "api");

  /** A page, and what opens the dialog there: one of each kind. */
  private static final Map<String, List<String>> DIALOGS =
      Map.of(
          "create", List.of("groups", "[data-action=create-group]"),
          "purge", List.of("groups/orders", "[data-action=purge]"),
          "message", List.of("groups/orders/messages", "[data-action=look]"),
          "move", List.of("dead-letters/returns", ".hk-reasons [data-action=move]"),
          "drain", List.of("nodes", "[data-action=drain]"),
          "upload", List.of("jobs/tuple-groups", "[data-action=upload]"));

  private static final String FORBIDDEN =
      "return [...document.querySelectorAll('.hk-forbidden')].map((button) => button.title)";

  /** Actions that change something and are offered all the same. */
  private static final String ALLOWED =
      "return [...document.querySelectorAll('[data-action]:not(.hk-forbidden)')]"
          + ".map((button) => button.dataset.action)"
          + ".filter((action) => !['look', 'history', 'sign-in'].includes(action))";

  private static final String ADMINISTRATOR = "administrator";

  private static final String ORDER_OF_ROWS =
      "return [...document.querySelectorAll('tbody tr')].map((row) => row.dataset.key).join()";

  private static LibertyNode node;
  private static ShopApplication shop;
  private static Browser browser;
  private static ManagementClient api;

  @BeforeAll
  static void start() throws IOException {
    ManagedNode managed = ManagedNode.shared();
    node = managed.node();
    shop = managed.shop();
    api = managed.api();
    for (String domain : List.of("example.org", "example.com", "example.com")) {
      try (SmtpConnection smtp = SmtpConnection.greeted(node.settings().smtpPort(), SOON)) {
        assertThat(smtp.mail("you@" + domain, "Subject: hello\r\n\r\nHello")).startsWith("250");
      }
    }
    browser = managed.browser("operator");
    browser.complaints(); // that nobody was signed in at first
  }

  @ParameterizedTest
  @Order(2)
  @CsvSource({"dark, ja", "light, ja", "dark, en", "light, en"})
  void everyPageIsFitForEverybody(String theme, String language) {
    browser.dress(theme, language);
    List<String> findings = new ArrayList<>();
    for (String page : pages()) {
      shop.send("payments", 50);
      show(page);
      browser.photographAll(picture(name(page) + "-" + language + "-" + theme));
      // what axe looks at does not depend on the language but for lang attributes
      if (language.equals("en")) {
        Accessibility.seriousFindings(browser).forEach(text -> findings.add(page + ": " + text));
      }
      browser.complaints().forEach(text -> findings.add(page + ": " + text));
    }
    assertThat(findings).isEmpty();
  }

  @ParameterizedTest
  @Order(5)
  @CsvSource({"dark, ja", "light, ja", "dark, en", "light, en"})
  void signInAndDialogsAreFitForEverybody(String theme, String language) {
    browser.signOut();
    browser.dress(theme, language);
    browser.see("#user");
    List<String> findings = new ArrayList<>(look("sign-in", theme, language));
    browser.type("#user", ADMINISTRATOR).type("#password", "wrong").click("[data-action=sign-in]");
    browser.see("hk-sign-in .alert-danger");
    findings.addAll(look("sign-in-refused", theme, language));
    browser.dress(theme, language);
    browser.signIn(ADMINISTRATOR, ADMINISTRATOR + ADMINISTRATOR);
    DIALOGS.forEach(
        (name, way) -> {
          show(way.get(0));
          browser.click(way.get(1)).see("hk-dialog .modal-body");
          browser.awaitGone("hk-dialog .hk-loading");
          findings.addAll(look("dialog-" + name, theme, language));
          browser.click("hk-dialog .btn-close").awaitGone("hk-dialog");
        });
    assertThat(findings).isEmpty();
  }

  private static List<String> look(String name, String theme, String language) {
    browser.photograph(picture(name + "-" + language + "-" + theme));
    List<String> findings = new ArrayList<>(Accessibility.seriousFindings(browser));
    // but that nobody was signed in, or refused
    browser.complaints().stream()
        .filter(text -> !text.contains("status of 401"))
        .forEach(findings::add);
    return findings.stream().map(text -> name + ": " + text).toList();
  }

  /** What a viewer sees of what he may not do. */
  @Test
  @Order(6)
  void eachForbiddenActionSaysWhichRoleItNeeds() {
    browser.signOut();
    browser.dress("light", "en");
    browser.signIn("viewer", "viewerviewer");
    int forbidden = 0;
    for (String page : pages()) {
      show(page);
      for (Object title : (List<?>) browser.script(FORBIDDEN)) {
        forbidden++;
        assertThat((String) title).as(page).matches(".*\\b(operator|administrator)\\b.*");
      }
      assertThat((List<?>) browser.script(ALLOWED)).as(page).isEmpty();
    }
    assertThat(forbidden).isGreaterThan(20);
    show("groups");
    browser.click("[data-key=payments] [data-action=pause]");
    assertThat(browser.see(".hk-toast").getText()).contains("operator");
  }

  @Test
  @Order(3)
  void noPageIsWiderThanASmallTelephone() {
    browser.dress("light", "en");
    List<String> findings = new ArrayList<>();
    browser.narrow(NARROW, HEIGHT);
    try {
      for (String page : pages()) {
        show(page);
        browser.photographAll(picture(name(page) + "-en-light-" + NARROW));
        long wide = (long) browser.script("return document.documentElement.scrollWidth");
        if (wide > NARROW) {
          findings.add(page + " is " + wide + " pixels wide");
        }
      }
    } finally {
      browser.widen();
    }
    assertThat(findings).isEmpty();
  }

  @Test
  @Order(1)
  void whatTheRoleForbidsSaysWhichRoleItNeeds() {
    show("groups/orders");
    browser.click("[data-action=purge]");

    assertThat(browser.see(".hk-toast").getText()).contains("administrator");
    assertThat(browser.texts("hk-dialog")).isEmpty();
    browser.click(".hk-toast .btn-close");
  }

  @Test
  @Order(1)
  void aDialogIsOpenedFilledAndLeftByKeyboard() {
    show("groups");
    browser.script("document.querySelector('[data-key=payments] [data-action=pause]').focus()");
    browser.press("Enter").see("hk-dialog #hk-reason");
    browser.press("w").press("h").press("y");

    assertThat(browser.script("return document.activeElement.value")).isEqualTo("why");
    browser.press("Escape").awaitGone("hk-dialog");
    assertThat((String) browser.script("return document.activeElement.dataset.action"))
        .isEqualTo("pause");
  }

  @Test
  @Order(1)
  void rowsKeepTheirPlaceUntilTheUserAsks() {
    api.create("row-of-few", "{}");
    api.create("row-of-many", "{}");
    shop.send("row-of-few", 10);
    shop.send("row-of-many", 20);
    show("groups");
    browser.type("[data-search=search]", "row-of-");
    browser.until("two are found", () -> names().size() == 2);
    browser.click("thead button", "Depth");
    browser.until("sorted by depth", () -> browser.texts("th[aria-sort]").contains("Depth"));
    browser.until("the fullest is last", () -> names().get(1).startsWith("row-of-many"));
    Object before = browser.script(ORDER_OF_ROWS);

    shop.send("row-of-few", 30);
    browser.see(".hk-news");

    assertThat(browser.script(ORDER_OF_ROWS)).isEqualTo(before);
    browser.click(".hk-news").awaitGone(".hk-news");
    assertThat(names().get(1)).startsWith("row-of-few");
    browser.begin();
    api.change("DELETE", "/groups/row-of-few?confirm=row-of-few&expectedMessages=40", null, 204);
    api.change("DELETE", "/groups/row-of-many?confirm=row-of-many&expectedMessages=20", null, 204);
  }

  @Test
  @Order(4)
  void aServerThatHangsIsSaidToBeGoneAndItsFiguresGrowGrey() {
    browser.dress("light", "en");
    show("");
    node.hang();
    try {
      assertThat(browser.see("#connection-lost").getText()).contains("No connection to a since");
      assertThat(browser.script("return document.documentElement.className")).isEqualTo("stale");
    } finally {
      node.resume();
    }
    browser.awaitGone("#connection-lost");
  }

  private static List<String> names() {
    return browser.texts("hk-groups tbody td.hk-main");
  }

  /** With the one of the job that failed. */
  private static List<String> pages() {
    Object job =
        browser.asyncScript(
            "const done = arguments[arguments.length - 1];"
                + "fetch('api/v1/jobs?filter=ranking').then((answer) => answer.json())"
                + ".then(({ items }) => done(items[0].id));");
    List<String> pages = new ArrayList<>(PAGES);
    pages.add(JOB + job);
    return pages;
  }

  private static void show(String page) {
    browser.visit(page);
    browser.until(
        page + " is shown",
        () ->
            browser.script("return location.hash").equals("#/" + page)
                && browser.texts("main h1").size() == 1
                && browser.texts(".hk-loading").isEmpty());
  }

  private static String name(String page) {
    if (page.isEmpty()) {
      return "overview";
    }
    return page.startsWith(JOB) ? "job" : page.replace('/', '-');
  }

  private static Path picture(String name) {
    return PICTURES.resolve(name + ".png");
  }
}
