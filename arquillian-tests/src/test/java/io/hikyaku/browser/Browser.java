package io.hikyaku.browser;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.openqa.selenium.By;
import org.openqa.selenium.Dimension;
import org.openqa.selenium.JavascriptExecutor;
import org.openqa.selenium.Keys;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.TimeoutException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.openqa.selenium.support.ui.WebDriverWait;

/**
 * Chromium without a screen, as Debian has it, at the console of a node. Counts clicks. Not
 * thread-safe.
 */
public final class Browser implements AutoCloseable {

  /** Of a shared machine that is at its limits. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MOST_TABS = 300;

  private static final String CHROMIUM = "/usr/bin/chromium";
  private static final String DRIVER = "/usr/bin/chromedriver";

  private final ChromeDriver driver;
  private final String address;
  private int clicks;

  /** Opens it, signed in by nobody. */
  public Browser(int httpsPort, int width, int height) {
    this.address = "https://127.0.0.1:" + httpsPort + "/hikyaku/";
    ChromeOptions options = new ChromeOptions();
    options.setBinary(CHROMIUM);
    options.setAcceptInsecureCerts(true); // the server's certificate is its own
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // root, as continuous integration is, gets no sandbox
        "--disable-gpu",
        "--disable-quic",
        "--disable-dev-shm-usage",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--force-prefers-reduced-motion",
        "--user-data-dir=" + freshDirectory());
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, java.util.logging.Level.WARNING);
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    // named, so that nothing is looked for or fetched
    ChromeDriverService service =
        new ChromeDriverService.Builder().usingDriverExecutable(new File(DRIVER)).build();
    this.driver = new ChromeDriver(service, options);
    driver.manage().window().setSize(new Dimension(width, height));
  }

  private static Path freshDirectory() {
    try {
      return Files.createTempDirectory("hikyaku-browser");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What it knows of the console: who is signed in, and what was chosen. */
  public Browser forget() {
    driver.get(address);
    driver.manage().deleteAllCookies();
    script("localStorage.clear()");
    return this;
  }

  /** Signs in by the form, and begins to count clicks. */
  public Browser signIn(String user, String password) {
    driver.get(address);
    see("#user").sendKeys(user);
    see("#password").sendKeys(password);
    click("[data-action=sign-in]");
    see("hk-overview");
    clicks = 0;
    return this;
  }

  /** Ends the session; the page asks who is there. */
  public void signOut() {
    asyncScript(
        "const done = arguments[0];"
            + "fetch('api/v1/session', { method: 'DELETE', headers: { 'X-Hikyaku-Request': 'test' } })"
            + ".then(() => done())");
    driver.navigate().refresh();
    see("#user");
  }

  /** Chooses theme and language; the page is loaded anew. */
  public void dress(String theme, String language) {
    script(
        "localStorage.setItem('hikyaku.theme', arguments[0]);"
            + "localStorage.setItem('hikyaku.language', arguments[1]);",
        theme,
        language);
    driver.navigate().refresh();
  }

  /** Goes to a page by its address. Not a click. */
  public Browser visit(String page) {
    script("location.hash = arguments[0]", "#/" + page);
    return this;
  }

  /** Back to where everybody begins, with no click counted. */
  public Browser begin() {
    visit("");
    see("#verdict");
    clicks = 0;
    return this;
  }

  public int clicks() {
    return clicks;
  }

  /** Waits for an element. */
  public WebElement see(String selector) {
    return until(selector + " is seen", () -> visible(selector));
  }

  /** Waits for an element with a text in it. */
  public WebElement see(String selector, String text) {
    return until(
        selector + " with '" + text + "' is seen",
        () ->
            driver.findElements(By.cssSelector(selector)).stream()
                .filter(element -> element.isDisplayed() && element.getText().contains(text))
                .findFirst()
                .orElse(null));
  }

  public void awaitGone(String selector) {
    until(selector + " is gone", () -> driver.findElements(By.cssSelector(selector)).isEmpty());
  }

  /** Clicks on what is there, or comes. */
  public Browser click(String selector) {
    return click(() -> see(selector));
  }

  public Browser click(String selector, String text) {
    return click(() -> see(selector, text));
  }

  private Browser click(Supplier<WebElement> element) {
    until(
        "it can be clicked",
        () -> {
          element.get().click();
          return true;
        });
    clicks++;
    return this;
  }

  /** Types into a field. */
  public Browser type(String selector, String text) {
    see(selector).sendKeys(text);
    return this;
  }

  /** Types into a field in place of what is there. */
  public Browser replace(String selector, String text) {
    see(selector).sendKeys(Keys.chord(Keys.CONTROL, "a"), text);
    return this;
  }

  /** Goes on from where the focus is, by the tab key, to an element. */
  public Browser tabTo(String selector) {
    see(selector);
    for (int i = 0; i < MOST_TABS; i++) {
      driver.switchTo().activeElement().sendKeys(Keys.TAB);
      if (Boolean.TRUE.equals(
          script("return document.activeElement.matches(arguments[0])", selector))) {
        return this;
      }
    }
    throw new AssertionError(
        selector + " is not reached by " + MOST_TABS + " tabs; the page says:\n" + text());
  }

  public List<String> texts(String selector) {
    return until(
        selector + " can be read",
        () ->
            driver.findElements(By.cssSelector(selector)).stream()
                .map(WebElement::getText)
                .toList());
  }

  public Object script(String script, Object... arguments) {
    return ((JavascriptExecutor) driver).executeScript(script, arguments);
  }

  public Object asyncScript(String script, Object... arguments) {
    driver.manage().timeouts().scriptTimeout(PATIENCE);
    return ((JavascriptExecutor) driver).executeAsyncScript(script, arguments);
  }

  /** Warnings and errors of the browser since the last call: what the policy refused, for one. */
  public List<String> complaints() {
    return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
        .map(LogEntry::getMessage)
        .toList();
  }

  /** As on a telephone: no window of Chromium can be made that narrow. */
  public void narrow(int width, int height) {
    measure(width, height);
  }

  public void widen() {
    driver.executeCdpCommand("Emulation.clearDeviceMetricsOverride", Map.of());
  }

  /** Presses a key, wherever the focus is. */
  public Browser press(String key) {
    CharSequence keys =
        switch (key) {
          case "Enter" -> Keys.ENTER;
          case "Escape" -> Keys.ESCAPE;
          default -> key;
        };
    driver.switchTo().activeElement().sendKeys(keys);
    return this;
  }

  /** A picture of what the window shows. */
  public void photograph(Path file) {
    write(file, driver.getScreenshotAs(OutputType.BYTES));
  }

  /** A picture of the whole page, however long: in a window made as high for that moment. */
  public void photographAll(Path file) {
    long width = (long) script("return innerWidth");
    long height = (long) script("return innerHeight");
    long all = (long) script("return document.documentElement.scrollHeight");
    measure(width, Math.max(all, height));
    asyncScript(
        "const done = arguments[0];"
            + "requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))");
    photograph(file);
    measure(width, height);
  }

  private void measure(long width, long height) {
    driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
  }

  private static void write(Path file, byte[] picture) {
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, picture);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a value that is neither null nor false. */
  public <T> T until(String condition, Supplier<T> value) {
    try {
      return new WebDriverWait(driver, PATIENCE, Duration.ofMillis(50))
          .ignoring(org.openqa.selenium.WebDriverException.class)
          .until(ignored -> value.get());
    } catch (TimeoutException e) {
      throw new AssertionError(
          condition + ": not within " + PATIENCE + "; the page says:\n" + text(), e);
    }
  }

  private String text() {
    return driver.findElement(By.tagName("body")).getText() + "\n" + complaints();
  }

  private WebElement visible(String selector) {
    try {
      return driver.findElements(By.cssSelector(selector)).stream()
          .filter(WebElement::isDisplayed)
          .findFirst()
          .orElse(null);
    } catch (StaleElementReferenceException e) {
      return null; // rendered anew meanwhile
    }
  }

  @Override
  public void close() {
    driver.quit();
  }
}
