package io.hikyaku.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The Grafana dashboard of the documentation.
 *
 * @param metrics that its queries name
 */
record Dashboard(Set<String> metrics) {

  private static final Pattern QUERY =
      Pattern.compile("\"(?:expr|query)\": \"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern METRIC =
      Pattern.compile("([A-Za-z_:]+)\\{|label_values\\(([A-Za-z_:]+),");

  static Dashboard read() throws IOException {
    String text = Files.readString(Built.ROOT.resolve("docs/grafana/hikyaku.json"), UTF_8);
    return new Dashboard(
        QUERY
            .matcher(text)
            .results()
            .flatMap(query -> METRIC.matcher(query.group(1)).results())
            .map(metric -> metric.group(1) == null ? metric.group(2) : metric.group(1))
            .collect(Collectors.toCollection(TreeSet::new)));
  }
}
