package io.hikyaku.mapreduce;

import io.hikyaku.api.mapreduce.Job;
import io.hikyaku.api.mapreduce.Joiner;
import io.hikyaku.api.mapreduce.Stage;
import io.hikyaku.api.mapreduce.TupleGroupSettings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Definitions as bytes: {@code revision:int version:byte} and the components in their order. */
final class DefinitionCodec {

  private static final int REVISION = 1;
  private static final byte VERSION = 2;

  private DefinitionCodec() {}

  static byte[] encode(Definition job) {
    return Bytes.write(
        out -> {
          out.writeInt(REVISION);
          out.writeByte(VERSION);
          out.writeUTF(job.id());
          out.writeUTF(job.name());
          out.writeInt(job.stages().size());
          for (Definition.StageDefinition stage : job.stages()) {
            writeStage(out, stage);
          }
          Bytes.texts(out, job.temporary());
          Bytes.texts(out, job.existing());
          out.writeInt(job.configuration().size());
          for (Map.Entry<String, String> entry : job.configuration().entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeUTF(entry.getValue());
          }
          loop(out, job.loop());
          SourceDefinition.write(out, job.source());
          out.writeUTF(job.stepsGroup());
          out.writeInt(job.attempts());
          out.writeLong(job.stepTimeoutMillis());
          out.writeLong(job.startedAtMillis());
        });
  }

  static Definition decode(byte[] bytes) {
    return Bytes.read(
        bytes,
        in -> {
          in.readInt();
          byte version = in.readByte();
          if (version != VERSION) {
            throw new IOException("a job of version " + version + ", not " + VERSION);
          }
          return new Definition(
              in.readUTF(),
              in.readUTF(),
              Bytes.list(in, DefinitionCodec::stage),
              new LinkedHashSet<>(Bytes.texts(in)),
              new LinkedHashSet<>(Bytes.texts(in)),
              configuration(in),
              loop(in),
              SourceDefinition.read(in),
              in.readUTF(),
              in.readInt(),
              in.readLong(),
              in.readLong());
        });
  }

  private static Map<String, String> configuration(DataInputStream in) throws IOException {
    Map<String, String> configuration = new LinkedHashMap<>();
    int size = in.readInt();
    for (int i = 0; i < size; i++) {
      configuration.put(in.readUTF(), in.readUTF());
    }
    return configuration;
  }

  private static void writeStage(DataOutputStream out, Definition.StageDefinition stage)
      throws IOException {
    out.writeUTF(stage.kind().name());
    out.writeUTF(stage.task());
    Bytes.text(out, stage.joinKind() == null ? null : stage.joinKind().name());
    groups(out, stage.inputs());
    groups(out, stage.sideData());
    groups(out, stage.outputs());
    Bytes.text(out, stage.combiner());
    Bytes.text(out, stage.partitioner());
  }

  private static Definition.StageDefinition stage(DataInputStream in) throws IOException {
    Stage.Kind kind = Stage.Kind.valueOf(in.readUTF());
    String task = in.readUTF();
    String joinKind = Bytes.text(in);
    return new Definition.StageDefinition(
        kind,
        task,
        joinKind == null ? null : Joiner.Kind.valueOf(joinKind),
        Bytes.list(in, DefinitionCodec::group),
        Bytes.list(in, DefinitionCodec::group),
        Bytes.list(in, DefinitionCodec::group),
        Bytes.text(in),
        Bytes.text(in));
  }

  static void groups(DataOutputStream out, List<Definition.Group> groups) throws IOException {
    out.writeInt(groups.size());
    for (Definition.Group group : groups) {
      out.writeUTF(group.name());
      out.writeUTF(group.keys());
      out.writeUTF(group.values());
      out.writeInt(group.settings().partitions());
      out.writeInt(group.settings().copies());
    }
  }

  static Definition.Group group(DataInputStream in) throws IOException {
    return new Definition.Group(
        in.readUTF(),
        in.readUTF(),
        in.readUTF(),
        new TupleGroupSettings(in.readInt(), in.readInt()));
  }

  private static void loop(DataOutputStream out, Job.Loop loop) throws IOException {
    out.writeBoolean(loop != null);
    if (loop != null) {
      out.writeUTF(loop.state());
      out.writeUTF(loop.next());
      out.writeInt(loop.rounds());
      out.writeUTF(loop.counter());
      out.writeLong(loop.limit());
    }
  }

  private static Job.Loop loop(DataInputStream in) throws IOException {
    return in.readBoolean()
        ? new Job.Loop(in.readUTF(), in.readUTF(), in.readInt(), in.readUTF(), in.readLong())
        : null;
  }
}
