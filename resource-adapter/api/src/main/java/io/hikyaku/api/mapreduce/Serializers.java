package io.hikyaku.api.mapreduce;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** Serializers of the usual types. Numbers sort by their value, texts by their code points. */
public final class Serializers {

  /** Text in UTF-8. */
  public static final Serializer<String> STRING = new OfString();

  /** Eight bytes. */
  public static final Serializer<Long> LONG = new OfLong();

  /** Four bytes. */
  public static final Serializer<Integer> INTEGER = new OfInteger();

  /** Eight bytes (IEEE 754), with the sign turned so that they sort by value. */
  public static final Serializer<Double> DOUBLE = new OfDouble();

  /** Bytes as they are. */
  public static final Serializer<byte[]> BYTES = new OfBytes();

  /** A row of numbers, such as a vector, as bytes one after the other. */
  public static final Serializer<double[]> DOUBLES = new OfDoubles();

  private Serializers() {}

  /** See {@link #STRING}. */
  public static final class OfString implements Serializer<String> {
    @Override
    public byte[] toBytes(String value) {
      return value.getBytes(UTF_8);
    }

    @Override
    public String fromBytes(ByteBuffer bytes) {
      return new String(
          bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), UTF_8);
    }
  }

  /** See {@link #LONG}. */
  public static final class OfLong implements Serializer<Long> {
    @Override
    public byte[] toBytes(Long value) {
      byte[] bytes = new byte[Long.BYTES];
      long bits = value ^ Long.MIN_VALUE;
      for (int i = Long.BYTES - 1; i >= 0; i--) {
        bytes[i] = (byte) bits;
        bits >>>= Byte.SIZE;
      }
      return bytes;
    }

    @Override
    public Long fromBytes(ByteBuffer bytes) {
      return bytes.getLong() ^ Long.MIN_VALUE;
    }
  }

  /** See {@link #INTEGER}. */
  public static final class OfInteger implements Serializer<Integer> {
    @Override
    public byte[] toBytes(Integer value) {
      return ByteBuffer.allocate(Integer.BYTES).putInt(value ^ Integer.MIN_VALUE).array();
    }

    @Override
    public Integer fromBytes(ByteBuffer bytes) {
      return bytes.getInt() ^ Integer.MIN_VALUE;
    }
  }

  /** See {@link #DOUBLE}. */
  public static final class OfDouble implements Serializer<Double> {
    @Override
    public byte[] toBytes(Double value) {
      long bits = Double.doubleToLongBits(value);
      return ByteBuffer.allocate(Long.BYTES)
          .putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE)
          .array();
    }

    @Override
    public Double fromBytes(ByteBuffer bytes) {
      long bits = bytes.getLong();
      return Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits);
    }
  }

  /** See {@link #BYTES}. */
  public static final class OfBytes implements Serializer<byte[]> {
    @Override
    public byte[] toBytes(byte[] value) {
      return value;
    }

    @Override
    public byte[] fromBytes(ByteBuffer bytes) {
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    }
  }

  /** See {@link #DOUBLES}. */
  public static final class OfDoubles implements Serializer<double[]> {
    @Override
    public byte[] toBytes(double[] value) {
      ByteBuffer buffer = ByteBuffer.allocate(value.length * Double.BYTES);
      buffer.asDoubleBuffer().put(value);
      return buffer.array();
    }

    @Override
    public double[] fromBytes(ByteBuffer bytes) {
      double[] value = new double[bytes.remaining() / Double.BYTES];
      bytes.asDoubleBuffer().get(value);
      return value;
    }
  }
}
