package io.hikyaku.admin.http;

import jakarta.ws.rs.QueryParam;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** The parameters that all lists take: read here, so that what is wrong with them is named. */
public class Paging {

  private static final int MAX_OFFSET = 1_000_000;
  private static final int MAX_LIMIT = 1000;
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_TEXT = 200;

  // texts, as the framework would answer 404 to one that is no number
  @QueryParam("offset")
  private String offset;

  @QueryParam("limit")
  private String limit;

  @QueryParam("sort")
  private String sort;

  @QueryParam("filter")
  private String filter;

  /** How many to leave out. */
  public int offset() {
    return number("offset", offset, 0, MAX_OFFSET, 0);
  }

  /** How many at the most. */
  public int limit() {
    return number("limit", limit, 1, MAX_LIMIT, DEFAULT_LIMIT);
  }

  /** A part of the name, in small letters; empty for any. */
  public String filter() {
    return text("filter", filter).toLowerCase(Locale.ROOT);
  }

  /** A whole number within limits. */
  public static int number(String field, String value, int min, int max, int otherwise) {
    if (value == null || value.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= min && number <= max) {
        return number;
      }
    } catch (NumberFormatException e) {
      // the same answer as to a number that is too large
    }
    throw Problem.of(
            400,
            "not-allowed-value",
            field + " is '" + shortened(value) + "': must be from " + min + " to " + max)
        .withField(field)
        .exception();
  }

  /** A text that is not too long; empty for null. */
  public static String text(String field, String value) {
    if (value != null && value.length() > MAX_TEXT) {
      throw Problem.of(
              400,
              "not-allowed-value",
              field + " has " + value.length() + " characters: up to " + MAX_TEXT + " are allowed")
          .withField(field)
          .exception();
    }
    return value == null ? "" : value;
  }

  /**
   * Filters, sorts and cuts a list.
   *
   * @param name what the filter looks into, and what is sorted by among equals
   * @param sorts the fields that can be sorted by
   * @param otherwise the field if none is asked for, with {@code -} for falling
   */
  public <T> Page<T> page(
      List<T> all,
      Function<T, String> name,
      Map<String, Comparator<T>> sorts,
      String otherwise,
      Instant at) {
    String wanted = filter();
    Comparator<T> order = order(sorts, otherwise).thenComparing(name);
    List<T> found =
        all.stream()
            .filter(one -> name.apply(one).toLowerCase(Locale.ROOT).contains(wanted))
            .sorted(order)
            .toList();
    return cut(found, at);
  }

  /** Cuts a list. */
  public <T> Page<T> cut(List<T> all, Instant at) {
    List<T> items = all.stream().skip(offset()).limit(limit()).toList();
    return new Page<>(items, all.size(), offset(), limit(), at.toString());
  }

  private <T> Comparator<T> order(Map<String, Comparator<T>> sorts, String otherwise) {
    String field = sort == null || sort.isEmpty() ? otherwise : sort;
    boolean falling = field.startsWith("-");
    Comparator<T> order = sorts.get(falling ? field.substring(1) : field);
    if (order == null) {
      throw Problem.of(
              400,
              "not-allowed-value",
              "sort is '"
                  + shortened(field)
                  + "': must be one of "
                  + new TreeSet<>(sorts.keySet())
                  + ", with - before it for falling")
          .withField("sort")
          .exception();
    }
    return falling ? order.reversed() : order;
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(MAX_TEXT, text.length()));
  }
}
