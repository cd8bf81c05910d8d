package io.hikyaku.admin.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.admin.http.Problem;
import io.hikyaku.api.mapreduce.Serializer;
import io.hikyaku.api.mapreduce.Serializers;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** How keys and values of tuples are shown and read: the store knows bytes only. */
enum TupleType {
  /** Text if it is that, else hexadecimal. */
  AUTO {
    @Override
    String show(byte[] bytes) {
      try {
        String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        boolean plain = text.chars().allMatch(c -> c >= ' ' || Character.isWhitespace(c));
        return plain ? text : BYTES.show(bytes);
      } catch (CharacterCodingException e) {
        return BYTES.show(bytes);
      }
    }

    @Override
    byte[] read(String text) {
      return STRING.read(text);
    }
  },
  STRING {
    @Override
    String show(byte[] bytes) {
      return new String(bytes, UTF_8);
    }

    @Override
    byte[] read(String text) {
      return Serializers.STRING.toBytes(text);
    }
  },
  LONG {
    @Override
    String show(byte[] bytes) {
      return shown(Serializers.LONG, Long.BYTES, bytes);
    }

    @Override
    byte[] read(String text) {
      return Serializers.LONG.toBytes(Long.valueOf(text.strip()));
    }
  },
  INTEGER {
    @Override
    String show(byte[] bytes) {
      return shown(Serializers.INTEGER, Integer.BYTES, bytes);
    }

    @Override
    byte[] read(String text) {
      return Serializers.INTEGER.toBytes(Integer.valueOf(text.strip()));
    }
  },
  DOUBLE {
    @Override
    String show(byte[] bytes) {
      return shown(Serializers.DOUBLE, Double.BYTES, bytes);
    }

    @Override
    byte[] read(String text) {
      return Serializers.DOUBLE.toBytes(Double.valueOf(text.strip()));
    }
  },
  BYTES {
    @Override
    String show(byte[] bytes) {
      return HexFormat.of().formatHex(bytes);
    }

    @Override
    byte[] read(String text) {
      return HexFormat.of().parseHex(text.strip());
    }
  },
  DOUBLES {
    @Override
    String show(byte[] bytes) {
      if (bytes.length % Double.BYTES != 0) {
        return BYTES.show(bytes);
      }
      return Arrays.stream(Serializers.DOUBLES.fromBytes(ByteBuffer.wrap(bytes)))
          .mapToObj(Double::toString)
          .collect(Collectors.joining(" "));
    }

    @Override
    byte[] read(String text) {
      return Serializers.DOUBLES.toBytes(
          text.isBlank()
              ? new double[0]
              : Arrays.stream(text.strip().split("\\s+"))
                  .flatMapToDouble(part -> DoubleStream.of(Double.parseDouble(part)))
                  .toArray());
    }
  };

  /** As text. Bytes that are not of this type are shown in hexadecimal. */
  abstract String show(byte[] bytes);

  /**
   * From text.
   *
   * @throws IllegalArgumentException if it is not of this type
   */
  abstract byte[] read(String text);

  private static <T> String shown(Serializer<T> serializer, int length, byte[] bytes) {
    return bytes.length == length
        ? serializer.fromBytes(ByteBuffer.wrap(bytes)).toString()
        : BYTES.show(bytes);
  }

  static TupleType of(String field, String name) {
    if (name == null) {
      return AUTO;
    }
    return Arrays.stream(values())
        .filter(type -> type.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                Problem.of(
                        400,
                        "not-allowed-value",
                        field
                            + " is '"
                            + name
                            + "': must be one of "
                            + Arrays.toString(values()).toLowerCase(Locale.ROOT))
                    .withField(field)
                    .exception());
  }
}
