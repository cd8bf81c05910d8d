package io.hikyaku.benchmarks.mapreduce;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What all sides work on: the same, however it is brought to them. */
final class Data {

  static final int CENTRES = 10;
  static final int DIMENSIONS = 10;
  private static final int POOL = 2 << 20;
  private static final byte[] BYTES = pool();
  private static List<String> text;

  private Data() {}

  private static byte[] pool() {
    byte[] bytes = new byte[2 * POOL];
    new Random(42).nextBytes(bytes);
    return bytes;
  }

  /** A value that says its number and does not compress. */
  static byte[] value(int number, int size) {
    byte[] value = new byte[size];
    System.arraycopy(BYTES, (int) ((number * 7919L) % POOL), value, 0, size);
    ByteBuffer.wrap(value).putInt(0, number);
    return value;
  }

  /** What is summed up of a value. */
  static long check(byte[] value) {
    return ByteBuffer.wrap(value).getInt(0) + value[value.length - 1];
  }

  /** Spreads numbers. */
  static long mix(long number) {
    long mixed = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** The licences that every Debian ships. */
  static synchronized List<String> text() {
    if (text == null) {
      try (Stream<Path> files = Files.list(Path.of("/usr/share/common-licenses"))) {
        text =
            files
                .filter(Files::isRegularFile)
                .sorted()
                .flatMap(file -> lines(file).stream())
                .filter(line -> !line.isBlank())
                .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return text;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text, so often, each repetition with a word of its own. */
  static void text(int repetitions, Consumer<String> lines) {
    for (int i = 0; i < repetitions; i++) {
      lines.accept("salt" + i);
      text().forEach(lines);
    }
  }

  /** Runs of letters and digits, in lower case. */
  static void words(String line, Consumer<String> words) {
    String lower = line.toLowerCase(Locale.ROOT);
    int begin = -1;
    for (int i = 0; i <= lower.length(); i++) {
      boolean inside = i < lower.length() && Character.isLetterOrDigit(lower.charAt(i));
      if (inside && begin < 0) {
        begin = i;
      } else if (!inside && begin >= 0) {
        words.accept(lower.substring(begin, i));
        begin = -1;
      }
    }
  }

  /** What is summed up of a word's count. */
  static long check(String word, long count) {
    return word.hashCode() * count;
  }

  static double[] point(int number) {
    Random random = new Random(number);
    double[] point = new double[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      point[i] = 10 * ((number % CENTRES + i) % CENTRES) + random.nextGaussian();
    }
    return point;
  }

  static int nearest(double[] point, double[][] centres) {
    int nearest = 0;
    double least = Double.MAX_VALUE;
    for (int centre = 0; centre < centres.length; centre++) {
      double distance = 0;
      for (int i = 0; i < DIMENSIONS; i++) {
        double difference = point[i] - centres[centre][i];
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        nearest = centre;
      }
    }
    return nearest;
  }

  /** A point as a sum of one. */
  static double[] one(double[] point) {
    double[] one = new double[DIMENSIONS + 1];
    System.arraycopy(point, 0, one, 0, DIMENSIONS);
    one[DIMENSIONS] = 1;
    return one;
  }

  static double[] add(double[] sum, double[] other) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }

  static double[] mean(double[] sum) {
    double[] mean = new double[DIMENSIONS];
    for (int i = 0; i < DIMENSIONS; i++) {
      mean[i] = sum[i] / sum[DIMENSIONS];
    }
    return mean;
  }

  static double[][] firstCentres() {
    double[][] centres = new double[CENTRES][];
    for (int i = 0; i < CENTRES; i++) {
      centres[i] = point(i);
    }
    return centres;
  }

  /** Rounded, as sums of doubles depend on their order. */
  static long check(double[][] centres) {
    double sum = 0;
    for (double[] centre : centres) {
      for (double x : centre) {
        sum += x;
      }
    }
    return Math.round(sum * 1000);
  }

  /** Links of a page; low numbers are linked more often. */
  static int[] links(int page, int pages) {
    Random random = new Random(page);
    int[] links = new int[4 + random.nextInt(9)];
    for (int i = 0; i < links.length; i++) {
      links[i] = random.nextInt(1 + random.nextInt(pages));
    }
    return links;
  }

  static double rank(double given) {
    return 0.15 + 0.85 * given;
  }

  /** Numbers of one part of the input. */
  record Part(int from, int to) {
    static Part of(int part, int parts, int count) {
      return new Part(
          (int) ((long) count * part / parts), (int) ((long) count * (part + 1) / parts));
    }
  }
}
