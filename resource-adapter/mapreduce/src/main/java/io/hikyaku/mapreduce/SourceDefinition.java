package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.QueueSource;
import io.hikyaku.api.mapreduce.Window;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * What a continuous job reads, as all nodes know it.
 *
 * @param combiner class name, or null
 * @param partitioner class name, or null
 */
record SourceDefinition(
    String queueGroup,
    String mapper,
    Definition.Group output,
    Window window,
    String combiner,
    String partitioner,
    int readers,
    long graceMillis,
    int kept) {

  static SourceDefinition of(QueueSource<?, ?> source) {
    return new SourceDefinition(
        source.queueGroup(),
        source.mapper().getName(),
        Definition.Group.of(source.output()),
        source.window(),
        source.combiner() == null ? null : source.combiner().getName(),
        source.partitioner() == null ? null : source.partitioner().getName(),
        source.readers(),
        source.grace().toMillis(),
        source.kept());
  }

  boolean byCount() {
    return window.unit() == Window.Unit.MESSAGES;
  }

  static void write(DataOutputStream out, SourceDefinition source) throws IOException {
    out.writeBoolean(source != null);
    if (source == null) {
      return;
    }
    out.writeUTF(source.queueGroup);
    out.writeUTF(source.mapper);
    DefinitionCodec.groups(out, List.of(source.output));
    out.writeUTF(source.window.unit().name());
    out.writeLong(source.window.size());
    out.writeLong(source.window.slide());
    Bytes.text(out, source.combiner);
    Bytes.text(out, source.partitioner);
    out.writeInt(source.readers);
    out.writeLong(source.graceMillis);
    out.writeInt(source.kept);
  }

  static SourceDefinition read(DataInputStream in) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    return new SourceDefinition(
        in.readUTF(),
        in.readUTF(),
        Bytes.list(in, DefinitionCodec::group).get(0),
        new Window(Window.Unit.valueOf(in.readUTF()), in.readLong(), in.readLong()),
        Bytes.text(in),
        Bytes.text(in),
        in.readInt(),
        in.readLong(),
        in.readInt());
  }
}
