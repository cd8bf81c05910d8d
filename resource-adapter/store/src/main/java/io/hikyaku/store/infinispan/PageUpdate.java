package io.hikyaku.store.infinispan;

import java.io.IOException;
import java.util.function.BiConsumer;
import org.infinispan.functional.EntryView.WriteEntryView;
import org.infinispan.protostream.FileDescriptorSource;
import org.infinispan.protostream.ProtobufTagMarshaller;
import org.infinispan.protostream.SerializationContext;
import org.infinispan.protostream.SerializationContextInitializer;

/**
 * Stores or removes a page as part of one command: an empty argument removes. Idempotent, as
 * Infinispan may apply it again when the topology changes under way. It has no state, so its
 * message is empty.
 */
final class PageUpdate implements BiConsumer<byte[], WriteEntryView<byte[], byte[]>> {

  static final PageUpdate INSTANCE = new PageUpdate();

  /** The argument that removes. */
  static final byte[] REMOVE = {};

  private PageUpdate() {}

  @Override
  public void accept(byte[] page, WriteEntryView<byte[], byte[]> entry) {
    if (page.length == 0) {
      entry.remove();
    } else {
      entry.set(page);
    }
  }

  /** Tells ProtoStream of the function. Written by hand: one empty message needs no processor. */
  static final class Schema implements SerializationContextInitializer {

    @Override
    public void registerSchema(SerializationContext context) {
      context.registerProtoFiles(
          FileDescriptorSource.fromString(
              "hikyaku.proto",
              "syntax = \"proto3\"; package hikyaku; message PageUpdate {} message Placing {}"));
    }

    @Override
    public void registerMarshallers(SerializationContext context) {
      context.registerMarshaller(new Marshaller());
      context.registerMarshaller(new DrainableConsistentHashFactory.Marshaller());
    }
  }

  private static final class Marshaller implements ProtobufTagMarshaller<PageUpdate> {

    @Override
    public PageUpdate read(ReadContext context) throws IOException {
      for (int tag = context.getReader().readTag(); tag != 0; tag = context.getReader().readTag()) {
        context.getReader().skipField(tag);
      }
      return INSTANCE;
    }

    @Override
    public void write(WriteContext context, PageUpdate update) {
      // nothing to say
    }

    @Override
    public Class<? extends PageUpdate> getJavaClass() {
      return PageUpdate.class;
    }

    @Override
    public String getTypeName() {
      return "hikyaku.PageUpdate";
    }
  }
}
