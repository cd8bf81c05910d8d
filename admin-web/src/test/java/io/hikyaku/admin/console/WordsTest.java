package io.hikyaku.admin.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nobody meets a key instead of a word, in either language. */
class WordsTest {

  private static final Map<String, String> ENGLISH = ConsoleFiles.words("en");
  private static final Map<String, String> JAPANESE = ConsoleFiles.words("ja");

  /** {@code t('key')} and keys that stand in tables. */
  private static final String WHOLE_KEY = "(?:\\bt\\(|, )'([a-zA-Z-]+\\.[a-zA-Z.-]+)'";

  /** {@code t(`family.${value}`)} and {@code label('family', value)}. */
  private static final String FAMILY = "\\bt\\(`([a-zA-Z.-]+)\\$\\{";

  private static final String LABELS = "\\blabel\\('([a-z-]+)'";

  @Test
  void bothLanguagesHaveTheSameKeys() {
    assertThat(JAPANESE.keySet()).isEqualTo(ENGLISH.keySet());
    assertThat(ENGLISH).hasSizeGreaterThan(300);
  }

  @Test
  void noTextIsEmptyInEither() {
    assertThat(ENGLISH).allSatisfy((key, text) -> assertThat(text).as(key).isNotBlank());
    assertThat(JAPANESE).allSatisfy((key, text) -> assertThat(text).as(key).isNotBlank());
  }

  @Test
  void bothLanguagesShowTheSameValues() {
    assertThat(ENGLISH)
        .allSatisfy(
            (key, text) -> assertThat(values(JAPANESE.get(key))).as(key).isEqualTo(values(text)));
  }

  @Test
  void eachKeyThatIsUsedIsThere() {
    Set<String> used = ConsoleFiles.found(WHOLE_KEY);

    assertThat(used).hasSizeGreaterThan(250);
    assertThat(ENGLISH.keySet()).containsAll(used);
  }

  @Test
  void eachKeyIsUsed() {
    Set<String> used = ConsoleFiles.found(WHOLE_KEY);
    Set<String> families = families();

    assertThat(ENGLISH.keySet())
        .allSatisfy(
            key ->
                assertThat(used.contains(key) || families.stream().anyMatch(key::startsWith))
                    .as(key)
                    .isTrue());
  }

  @Test
  void eachFamilyOfKeysHasSome() {
    assertThat(families())
        .isNotEmpty()
        .allSatisfy(
            family ->
                assertThat(ENGLISH.keySet()).as(family).anyMatch(key -> key.startsWith(family)));
  }

  /** What the server may say, by the enumerations of its own document. */
  @ParameterizedTest
  @CsvSource({
    "remark, [ok; starting",
    "job-state, [RUNNING; DONE",
    "task-state, [RUNNING; DONE",
    "task, [redrive; move",
    "message-state, [READY; DELAYED",
    "cluster-state, [HEALTHY; REBALANCING",
    "branch-state, [PREPARED; COMMITTING",
    "stage, [MAP; REDUCE",
    "order, [SPREAD; KEYED",
    "whenFull, [REFUSE; WAIT",
    "result, [done; refused",
    "role, [viewer; operator",
    "verdict, [ok; warning"
  })
  void eachValueOfTheServerHasAWord(String family, String begin) {
    String document = ConsoleFiles.read(ConsoleFiles.WEBAPP.resolve("openapi.yaml"));
    int start = document.indexOf(begin.replace(';', ','));
    assertThat(start).as("an enumeration that begins with " + begin).isPositive();
    List<String> values =
        Arrays.stream(document.substring(start + 1, document.indexOf(']', start)).split(","))
            .map(String::strip)
            .toList();

    assertThat(ENGLISH.keySet())
        .containsAll(values.stream().map(value -> family + "." + value).toList());
  }

  /** Those that change something, so that they can stand in the log of actions. */
  @Test
  void eachChangeOfTheServerHasAWord() {
    String document = ConsoleFiles.read(ConsoleFiles.WEBAPP.resolve("openapi.yaml"));
    Matcher matcher =
        Pattern.compile("(?m)^ {4}(post|put|delete):\\R(?: {6}.*\\R)*? {6}operationId: (\\w+)")
            .matcher(document);
    Set<String> changes = new TreeSet<>();
    while (matcher.find()) {
      changes.add("action." + matcher.group(2));
    }

    assertThat(changes).hasSizeGreaterThan(20);
    assertThat(ENGLISH.keySet()).containsAll(changes);
  }

  private static Set<String> families() {
    Set<String> families = ConsoleFiles.found(FAMILY);
    ConsoleFiles.found(LABELS).forEach(family -> families.add(family + "."));
    return families;
  }

  private static Set<String> values(String text) {
    return Pattern.compile("\\{(\\w+)")
        .matcher(text)
        .results()
        .map(result -> result.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
