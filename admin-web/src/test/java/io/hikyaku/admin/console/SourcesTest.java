package io.hikyaku.admin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the Content-Security-Policy forbids is not written, and every module that is asked for is
 * there.
 */
class SourcesTest {

  private static final Map<String, String> MODULES = ConsoleFiles.modules();

  /** Of what the build takes from webjars; their files are there only after packaging. */
  private static final String LIBRARIES = "lib/";

  @Test
  void noTemplateHasInlineStylesOrScripts() {
    assertThat(MODULES)
        .allSatisfy(
            (name, text) ->
                assertThat(text)
                    .as(name)
                    .doesNotContainPattern("<[a-z][^>]*\\sstyle=")
                    .doesNotContainPattern("<[a-z][^>]*\\son[a-z]+=")
                    .doesNotContain("<script", "<style", "javascript:"));
  }

  @Test
  void whatComesFromTheServerIsNeverTakenForHtml() {
    assertThat(MODULES)
        .allSatisfy(
            (name, text) ->
                assertThat(text)
                    .as(name)
                    .doesNotContain(
                        "innerHTML", "outerHTML", "unsafeHTML", "insertAdjacentHTML", "eval("));
  }

  @Test
  void nothingIsLoadedFromElsewhere() {
    assertThat(ConsoleFiles.read(ConsoleFiles.WEBAPP.resolve("index.html")))
        .doesNotContain("http://", "https://", "<style", "style=")
        .doesNotContainPattern("<script(?![^>]*src=)");
  }

  @Test
  void eachImportNamesAFile() {
    Path console = ConsoleFiles.WEBAPP.resolve("console");
    Pattern imports = Pattern.compile("import [^;]*?'([^']+)'|import\\('([^']+)'\\)");
    MODULES.forEach(
        (name, text) -> {
          Matcher matcher = imports.matcher(text);
          while (matcher.find()) {
            String target = matcher.group(1) != null ? matcher.group(1) : matcher.group(2);
            assertThat(target).as("a bare name would need an import map: " + name).startsWith(".");
            Path file = console.resolve(name).resolveSibling(target).normalize();
            if (!ConsoleFiles.WEBAPP.relativize(file).toString().startsWith(LIBRARIES)) {
              assertThat(Files.isRegularFile(file)).as(name + " imports " + target).isTrue();
            }
          }
        });
  }
}
