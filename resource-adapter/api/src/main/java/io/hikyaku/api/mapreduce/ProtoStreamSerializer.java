package io.hikyaku.api.mapreduce;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.infinispan.protostream.ProtobufUtil;
import org.infinispan.protostream.SerializationContext;
import org.infinispan.protostream.SerializationContextInitializer;

/**
 * A serializer by Protocol Buffers, for types of the application: with <a
 * href="https://github.com/infinispan/protostream">ProtoStream</a>, which the adapter brings along.
 * The application extends it, so that a job can name it:
 *
 * <pre>{@code
 * public final class OrderSerializer extends ProtoStreamSerializer<Order> {
 *   public OrderSerializer() {
 *     super(Order.class, new OrderSchemaImpl()); // made from annotations by ProtoStream's processor
 *   }
 * }
 * }</pre>
 *
 * A type to which fields were added reads what was written before. As a key, equal values must give
 * equal bytes: no maps or sets without an order. Thread-safe.
 */
public abstract class ProtoStreamSerializer<T> implements Serializer<T> {

  private final Class<T> type;
  private final SerializationContext context;

  /**
   * Prepares it.
   *
   * @param schemas of the type and of those that it is made of
   * @throws IllegalArgumentException if none of them describes the type
   */
  protected ProtoStreamSerializer(Class<T> type, SerializationContextInitializer... schemas) {
    this.type = requireNonNull(type, "type");
    context = ProtobufUtil.newSerializationContext();
    for (SerializationContextInitializer schema : schemas) {
      schema.register(context);
    }
    if (!context.canMarshall(type)) {
      throw new IllegalArgumentException(
          "no schema given describes "
              + type.getName()
              + ": annotate it, or register a marshaller");
    }
  }

  @Override
  public final byte[] toBytes(T value) {
    try {
      return ProtobufUtil.toByteArray(context, value);
    } catch (IOException e) {
      throw new UncheckedIOException("no " + type.getName() + " can be written: " + e, e);
    }
  }

  @Override
  public final T fromBytes(ByteBuffer bytes) {
    try {
      return ProtobufUtil.fromByteArray(
          context, bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining(), type);
    } catch (IOException e) {
      throw new UncheckedIOException(
          bytes.remaining() + " bytes are no " + type.getName() + ": " + e, e);
    }
  }
}
