package io.hikyaku.admin.http;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;

/** Documents as text, on one line, outside of requests that are answered by the framework. */
public final class Json {

  private static final Jsonb JSONB = JsonbBuilder.create();

  private Json() {}

  /** A document as JSON. */
  public static String text(Object document) {
    return JSONB.toJson(document);
  }
}
