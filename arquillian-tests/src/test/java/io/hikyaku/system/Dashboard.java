package io.hikyaku.system;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * The Grafana dashboard of the documentation.
 *
 * @param panels their titles
 * @param expressions what it asks Prometheus, with all jobs and groups chosen
 */
record Dashboard(List<String> panels, List<String> expressions) {

  static Dashboard read() throws IOException {
    try (JsonReader reader =
        Json.createReader(
            Files.newBufferedReader(Built.ROOT.resolve("docs/grafana/hikyaku.json")))) {
      JsonObject document = reader.readObject();
      List<String> panels = new ArrayList<>();
      List<String> expressions = new ArrayList<>();
      for (JsonObject panel : document.getJsonArray("panels").getValuesAs(JsonObject.class)) {
        panels.add(panel.getString("title"));
        for (JsonObject target : panel.getJsonArray("targets").getValuesAs(JsonObject.class)) {
          expressions.add(chosen(target.getString("expr")));
        }
      }
      for (JsonObject variable :
          document.getJsonObject("templating").getJsonArray("list").getValuesAs(JsonObject.class)) {
        if (variable.get("query").getValueType() == JsonValue.ValueType.OBJECT) {
          expressions.add(labelled(variable.getJsonObject("query").getString("query")));
        }
      }
      return new Dashboard(panels, expressions);
    }
  }

  private static String chosen(String expression) {
    return expression.replace("$job", ".+").replace("$group", ".+");
  }

  /** {@code label_values(metric, label)}, which is Grafana's own, as Prometheus would say it. */
  private static String labelled(String values) {
    return values.replaceFirst("label_values\\((\\w+), *(\\w+)\\)", "count by ($2) ($1)");
  }
}
