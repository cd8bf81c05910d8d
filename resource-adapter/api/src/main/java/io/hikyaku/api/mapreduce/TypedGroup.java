package io.hikyaku.api.mapreduce;

import static java.util.Objects.requireNonNull;

/**
 * A tuple group by its name, with the types of its keys and values. Names nothing more than that:
 * the group need not be there yet. What is written to it must be read with the same serializers.
 *
 * @param settings used where the group is made
 */
public record TypedGroup<K, V>(
    String name, Serializer<K> keys, Serializer<V> values, TupleGroupSettings settings) {

  public TypedGroup {
    requireNonNull(name, "name");
    requireNonNull(keys, "keys");
    requireNonNull(values, "values");
    requireNonNull(settings, "settings");
  }

  /** A group with the default settings. */
  public static <K, V> TypedGroup<K, V> of(String name, Serializer<K> keys, Serializer<V> values) {
    return new TypedGroup<>(name, keys, values, TupleGroupSettings.DEFAULT);
  }

  /** The same with other settings. */
  public TypedGroup<K, V> with(TupleGroupSettings other) {
    return new TypedGroup<>(name, keys, values, other);
  }
}
