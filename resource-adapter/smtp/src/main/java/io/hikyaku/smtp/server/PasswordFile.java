package io.hikyaku.smtp.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Users and their passwords from a file, read once. A line is {@code
 * name:pbkdf2_sha256$iterations$salt$hash}, hash in Base64 (RFC 8018 §5.2, written as Django does);
 * empty lines and those that begin with {@code #} are left out. Passwords are checked on threads of
 * its own, as each takes some ten milliseconds. Thread-safe.
 */
public final class PasswordFile implements Authenticator {

  private static final int THREADS = 2;
  private static final int MAX_WAITING = 1000;
  private static final int LEAST_ITERATIONS = 1000;
  private static final int HASH_OCTETS = 32;
  private static final byte[] NO_HASH = {};
  private static final long TERMINATION_MS = 5000;
  private static final Pattern LINE =
      Pattern.compile("([^:]+):pbkdf2_sha256\\$(\\d{1,8})\\$([^$]+)\\$([A-Za-z0-9+/]+=*)");

  @SuppressWarnings("ArrayRecordComponent") // never compared, never given away
  private record Entry(int iterations, byte[] salt, byte[] hash) {}

  private final Map<String, Entry> users;
  private final ThreadPoolExecutor executor;

  private PasswordFile(Map<String, Entry> users) {
    this.users = users;
    this.executor =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MAX_WAITING),
            task -> {
              Thread thread = new Thread(task, "hikyaku-smtp-passwords");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException naming the file and every line that cannot be used; never what
   *     stands in it
   */
  public static PasswordFile read(Path file) {
    Map<String, Entry> users = new HashMap<>();
    List<String> faults = new ArrayList<>();
    List<String> lines;
    try {
      lines = Files.readAllLines(file, UTF_8);
    } catch (IOException e) {
      throw new IllegalArgumentException("users file " + file + " cannot be read: " + e, e);
    }
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      Matcher parts = LINE.matcher(line);
      byte[] hash = parts.matches() ? decoded(parts.group(4)) : NO_HASH;
      if (hash.length == 0 || Integer.parseInt(parts.group(2)) < LEAST_ITERATIONS) {
        faults.add(
            "line "
                + (i + 1)
                + " is not name:pbkdf2_sha256$iterations$salt$hash with "
                + LEAST_ITERATIONS
                + " iterations or more, and hash in Base64");
        continue;
      }
      Entry entry =
          new Entry(Integer.parseInt(parts.group(2)), parts.group(3).getBytes(UTF_8), hash);
      if (users.put(parts.group(1), entry) != null) {
        faults.add("line " + (i + 1) + ": user given twice");
      }
    }
    if (!faults.isEmpty()) {
      throw new IllegalArgumentException("users file " + file + ": " + String.join("; ", faults));
    }
    return new PasswordFile(users);
  }

  /** Empty if it is no Base64. */
  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException malformed) {
      return NO_HASH;
    }
  }

  @Override
  public CompletionStage<Boolean> authenticate(String user, String password) {
    try {
      return CompletableFuture.supplyAsync(() -> matches(user, password), executor);
    } catch (RejectedExecutionException tooMany) {
      return CompletableFuture.failedFuture(tooMany);
    }
  }

  private boolean matches(String user, String password) {
    Entry entry = users.get(user);
    // an unknown name takes as long as a known one, so that names cannot be found out
    Entry checked =
        entry != null
            ? entry
            : users.values().stream()
                .findFirst()
                .orElse(new Entry(LEAST_ITERATIONS, new byte[1], new byte[HASH_OCTETS]));
    PBEKeySpec spec =
        new PBEKeySpec(
            password.toCharArray(),
            checked.salt(),
            checked.iterations(),
            checked.hash().length * Byte.SIZE);
    try {
      byte[] hash =
          SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256").generateSecret(spec).getEncoded();
      return MessageDigest.isEqual(hash, checked.hash()) && entry != null;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("passwords cannot be checked: " + e.getMessage(), e);
    } finally {
      spec.clearPassword();
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
    try {
      boolean unused = executor.awaitTermination(TERMINATION_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
