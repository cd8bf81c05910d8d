package io.hikyaku.browser;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** What axe-core (Deque) finds on a page: WCAG 2.0 to 2.2, levels A and AA, and best practices. */
public final class Accessibility {

  private static final String AXE = read("/axe.min.js");

  private Accessibility() {}

  /** The findings that are serious or critical, one text each, with the elements at fault. */
  @SuppressWarnings("unchecked")
  public static List<String> seriousFindings(Browser browser) {
    browser.script("if (!window.axe) { " + AXE + " }");
    return (List<String>)
        browser.asyncScript(
            "const done = arguments[arguments.length - 1];"
                // what stands behind a dialog is out of reach
                + "const shown = document.querySelector('dialog[open]') ?? document;"
                + "axe.run(shown, { resultTypes: ['violations'] }).then((result) => done("
                + "result.violations"
                + ".filter(({ impact }) => impact === 'serious' || impact === 'critical')"
                + ".map(({ id, help, nodes }) => `${id}: ${help}: `"
                + " + nodes.slice(0, 5).map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | '))),"
                + " (failure) => done([String(failure)]));");
  }

  private static String read(String resource) {
    try (InputStream in = Accessibility.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
