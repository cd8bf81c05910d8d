package io.hikyaku.benchmarks.mapreduce;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.io.BytesWritable;
import org.apache.hadoop.io.IntWritable;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.SequenceFile;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.io.Writable;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.Mapper;
import org.apache.hadoop.mapreduce.Reducer;
import org.apache.hadoop.mapreduce.lib.input.FileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.SequenceFileInputFormat;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.NullOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.SequenceFileOutputFormat;

/**
 * Hadoop's MapReduce in local mode, two maps and two reduces at the same time, on files in memory.
 */
final class HadoopSide implements Side {

  private static final int SORT_MEGABYTES = 256;
  private static final int POLL_MILLIS = 5;

  private final Path directory;
  private Work prepared;
  private int outputs;

  HadoopSide(Path directory) throws IOException {
    this.directory = Files.createDirectories(directory.resolve("hadoop"));
  }

  private Configuration configuration(Work work) {
    Configuration configuration = new Configuration();
    configuration.set("fs.defaultFS", "file:///");
    configuration.set("mapreduce.framework.name", "local");
    configuration.set("hadoop.tmp.dir", directory.resolve("tmp").toString());
    configuration.setInt("mapreduce.local.map.tasks.maximum", 2);
    configuration.setInt("mapreduce.local.reduce.tasks.maximum", 2);
    configuration.setInt("mapreduce.task.io.sort.mb", SORT_MEGABYTES);
    // or its client sleeps for five seconds before it looks whether a job is done
    configuration.setInt("mapreduce.client.completion.pollinterval", POLL_MILLIS);
    configuration.setInt("bytes", work.bytes());
    configuration.setInt("count", work.count());
    return configuration;
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
  }

  @Override
  public void prepare(Work work) throws IOException {
    if (work.equals(prepared)) {
      return;
    }
    Configuration configuration = configuration(work);
    FileSystem files = FileSystem.getLocal(configuration).getRaw();
    files.delete(path("input"), true);
    files.mkdirs(path("input"));
    prepared = work;
    for (int i = 0; i < Work.PARTS; i++) {
      Data.Part part = Data.Part.of(i, Work.PARTS, work.count());
      org.apache.hadoop.fs.Path file = path("input/part" + i);
      switch (work.kind()) {
        case READ, SHUFFLE -> {
          try (SequenceFile.Writer out = writer(configuration, file, BytesWritable.class)) {
            for (int n = part.from(); n < part.to(); n++) {
              byte[] value = Data.value(n, work.bytes());
              out.append(new LongWritable(Data.mix(n)), new BytesWritable(value));
            }
          }
        }
        case WORD_COUNT -> text(Path.of(file.toUri()), i, work.count());
        case K_MEANS -> {
          try (SequenceFile.Writer out = writer(configuration, file, BytesWritable.class)) {
            for (int n = part.from(); n < part.to(); n++) {
              out.append(new LongWritable(n), doubles(Data.point(n)));
            }
          }
        }
        case PAGE_RANK -> {
          try (SequenceFile.Writer out =
              writer(configuration, file, IntWritable.class, BytesWritable.class)) {
            for (int n = part.from(); n < part.to(); n++) {
              int[] links = Data.links(n, work.count());
              out.append(new IntWritable(n), HadoopPageRank.page(1, links));
            }
          }
        }
        default -> {
          try (SequenceFile.Writer out = writer(configuration, file, IntWritable.class)) {
            out.append(new LongWritable(i), new IntWritable(i));
          }
        }
      }
    }
  }

  private static SequenceFile.Writer writer(
      Configuration configuration, org.apache.hadoop.fs.Path file, Class<? extends Writable> value)
      throws IOException {
    return writer(configuration, file, LongWritable.class, value);
  }

  private static SequenceFile.Writer writer(
      Configuration configuration,
      org.apache.hadoop.fs.Path file,
      Class<? extends Writable> key,
      Class<? extends Writable> value)
      throws IOException {
    return SequenceFile.createWriter(
        configuration,
        SequenceFile.Writer.file(file),
        SequenceFile.Writer.keyClass(key),
        SequenceFile.Writer.valueClass(value),
        SequenceFile.Writer.compression(SequenceFile.CompressionType.NONE));
  }

  private static void text(Path file, int part, int repetitions) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
      int[] repetition = {-1};
      Data.text(
          repetitions,
          line -> {
            try {
              repetition[0] += line.startsWith("salt") ? 1 : 0;
              if (repetition[0] % Work.PARTS == part) {
                out.write(line);
                out.write('\n');
              }
            } catch (IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
    }
  }

  static BytesWritable doubles(double[] values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length * Double.BYTES);
    buffer.asDoubleBuffer().put(values);
    return new BytesWritable(buffer.array());
  }

  static double[] doubles(BytesWritable bytes) {
    double[] values = new double[bytes.getLength() / Double.BYTES];
    ByteBuffer.wrap(bytes.getBytes()).asDoubleBuffer().get(values);
    return values;
  }

  @Override
  public long run(Work work) throws Exception {
    return switch (work.kind()) {
      case READ -> sum(mapOnly(work, HadoopTasks.Read.class, NullOutputFormat.class));
      case WRITE -> sum(mapOnly(work, HadoopTasks.Write.class, SequenceFileOutputFormat.class));
      case EMPTY -> {
        mapOnly(work, Mapper.class, NullOutputFormat.class);
        yield 1;
      }
      case SHUFFLE -> {
        Job job = job(work, HadoopTasks.Move.class, SequenceFileInputFormat.class);
        reduce(job, HadoopTasks.SumValues.class, LongWritable.class, BytesWritable.class);
        yield sum(finish(job));
      }
      case WORD_COUNT -> {
        Job job = job(work, HadoopTasks.Split.class, TextInputFormat.class);
        job.setCombinerClass(HadoopTasks.Sum.class);
        reduce(job, HadoopTasks.Check.class, Text.class, LongWritable.class);
        yield sum(finish(job));
      }
      case K_MEANS -> kMeans(work);
      case PAGE_RANK -> pageRank(work);
      default -> throw new IllegalArgumentException(work.kind() + " is not done with Hadoop");
    };
  }

  private static long sum(Job job) throws IOException {
    return job.getCounters().findCounter(HadoopTasks.Counter.SUM).getValue();
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private Job job(
      Work work,
      Class<? extends Mapper> mapper,
      Class<? extends org.apache.hadoop.mapreduce.InputFormat> input)
      throws IOException {
    return job(work, mapper, input, path("input"));
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private Job job(
      Work work,
      Class<? extends Mapper> mapper,
      Class<? extends org.apache.hadoop.mapreduce.InputFormat> input,
      org.apache.hadoop.fs.Path from)
      throws IOException {
    Job job = Job.getInstance(configuration(work));
    job.setMapperClass(mapper);
    job.setInputFormatClass(input);
    FileInputFormat.addInputPath(job, from);
    return job;
  }

  @SuppressWarnings({"rawtypes", "unchecked"})
  private Job mapOnly(
      Work work,
      Class<? extends Mapper> mapper,
      Class<? extends org.apache.hadoop.mapreduce.OutputFormat> output)
      throws Exception {
    Job job = job(work, mapper, SequenceFileInputFormat.class);
    job.setNumReduceTasks(0);
    job.setOutputFormatClass(output);
    job.setOutputKeyClass(LongWritable.class);
    job.setOutputValueClass(BytesWritable.class);
    if (output == SequenceFileOutputFormat.class) {
      FileOutputFormat.setOutputPath(job, path("output" + ++outputs));
    }
    return finish(job);
  }

  @SuppressWarnings("rawtypes")
  private static void reduce(
      Job job, Class<? extends Reducer> reducer, Class<?> key, Class<?> value) {
    job.setReducerClass(reducer);
    job.setMapOutputKeyClass(key);
    job.setMapOutputValueClass(value);
    job.setNumReduceTasks(Work.PARTS);
    job.setOutputFormatClass(NullOutputFormat.class);
  }

  private static Job finish(Job job) throws Exception {
    if (!job.waitForCompletion(false)) {
      throw new IllegalStateException("the job did not end well: " + job.getStatus());
    }
    return job;
  }

  private long kMeans(Work work) throws Exception {
    double[][] centres = Data.firstCentres();
    for (int round = 0; round < Work.K_MEANS_ROUNDS; round++) {
      Job job = job(work, HadoopTasks.Nearest.class, SequenceFileInputFormat.class);
      HadoopTasks.set(job.getConfiguration(), centres);
      job.setCombinerClass(HadoopTasks.Add.class);
      reduce(job, HadoopTasks.Add.class, IntWritable.class, BytesWritable.class);
      job.setNumReduceTasks(1);
      org.apache.hadoop.fs.Path output = finishToFiles(job);
      try (SequenceFile.Reader reader =
          new SequenceFile.Reader(
              job.getConfiguration(),
              SequenceFile.Reader.file(new org.apache.hadoop.fs.Path(output, "part-r-00000")))) {
        IntWritable centre = new IntWritable();
        BytesWritable sum = new BytesWritable();
        while (reader.next(centre, sum)) {
          centres[centre.get()] = Data.mean(doubles(sum));
        }
      }
    }
    return Data.check(centres);
  }

  /** Runs a job whose output the next one reads. */
  private org.apache.hadoop.fs.Path finishToFiles(Job job) throws Exception {
    job.setOutputKeyClass(IntWritable.class);
    job.setOutputValueClass(BytesWritable.class);
    job.setOutputFormatClass(SequenceFileOutputFormat.class);
    org.apache.hadoop.fs.Path output = path("output" + ++outputs);
    FileOutputFormat.setOutputPath(job, output);
    finish(job);
    return output;
  }

  private long pageRank(Work work) throws Exception {
    org.apache.hadoop.fs.Path pages = path("input");
    for (int round = 0; round < Work.PAGE_RANK_ROUNDS; round++) {
      Job job = job(work, HadoopPageRank.Give.class, SequenceFileInputFormat.class, pages);
      job.setCombinerClass(HadoopPageRank.AddShares.class);
      reduce(job, HadoopPageRank.Take.class, IntWritable.class, BytesWritable.class);
      pages = finishToFiles(job);
    }
    double sum = 0;
    for (int part = 0; part < Work.PARTS; part++) {
      org.apache.hadoop.fs.Path file =
          new org.apache.hadoop.fs.Path(pages, "part-r-%05d".formatted(part));
      try (SequenceFile.Reader reader =
          new SequenceFile.Reader(configuration(work), SequenceFile.Reader.file(file))) {
        IntWritable number = new IntWritable();
        BytesWritable page = new BytesWritable();
        while (reader.next(number, page)) {
          sum += HadoopPageRank.rank(page) * (number.get() % 7);
        }
      }
    }
    return Math.round(sum);
  }

  @Override
  public void clear(Work work) throws IOException {
    FileSystem files = FileSystem.getLocal(configuration(work)).getRaw();
    for (; outputs > 0; outputs--) {
      files.delete(path("output" + outputs), true);
    }
    files.delete(path("tmp"), true);
  }

  @Override
  public void close() {}
}
