package io.hikyaku.system;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An instance of Debian's Postfix with its own configuration, queue and log. It needs root. It has
 * two listeners: one with all its extensions, and one that offers none and takes small mails only.
 */
final class Postfix implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(30);

  private final Path configuration;

  /**
   * @param port with all extensions
   * @param plainPort without any
   * @param transports where it sends mails of a domain to, as transport(5) says
   * @param aliases addresses that become others, as virtual(5) says
   */
  Postfix(
      Path directory,
      int port,
      int plainPort,
      int plainLimit,
      Map<String, String> transports,
      Map<String, String> aliases)
      throws IOException {
    // its processes give up root, and go through it
    Path unused =
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    configuration = Files.createDirectories(directory.resolve("postfix.conf"));
    Path queue = Files.createDirectories(directory.resolve("postfix.queue"));
    Path data = Files.createDirectories(directory.resolve("postfix.data"));
    Commands.run("chown", "postfix", data.toString());
    Map<String, String> settings = new TreeMap<>();
    settings.put("compatibility_level", "3.6");
    settings.put("queue_directory", queue.toString());
    settings.put("data_directory", data.toString());
    settings.put("myhostname", "postfix.example.net");
    settings.put("inet_interfaces", "127.0.0.1");
    settings.put("inet_protocols", "ipv4");
    settings.put("mynetworks", "127.0.0.0/8");
    settings.put("mydestination", "");
    settings.put("local_recipient_maps", "");
    settings.put("alias_maps", "");
    settings.put("alias_database", "");
    settings.put("smtpd_relay_restrictions", "permit_mynetworks, reject");
    settings.put(
        "smtpd_recipient_restrictions",
        "check_recipient_access inline:{nobody@postfix.test=REJECT}, permit_mynetworks, reject");
    settings.put("smtp_dns_support_level", "disabled");
    settings.put("smtp_host_lookup", "native");
    settings.put("smtp_tls_security_level", "may");
    settings.put("smtp_bind_address", MailStage.FRIEND);
    settings.put("smtputf8_enable", "no");
    settings.put("maillog_file", directory.resolve("postfix.log").toString());
    settings.put("maillog_file_prefixes", directory.toString());
    settings.put("transport_maps", inline(transports));
    settings.put("virtual_alias_maps", inline(aliases));
    settings.put("virtual_alias_domains", "");
    Files.writeString(
        configuration.resolve("main.cf"),
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + " = " + setting.getValue() + "\n")
            .collect(Collectors.joining()));
    Files.writeString(configuration.resolve("master.cf"), services(port, plainPort, plainLimit));
    Files.writeString(configuration.resolve("dynamicmaps.cf"), "");
    Commands.run("postfix", "-c", configuration.toString(), "start");
    for (int listener : new int[] {port, plainPort}) {
      await("Postfix on port " + listener).atMost(START).until(() -> listens(listener));
    }
  }

  private static String inline(Map<String, String> map) {
    return map.entrySet().stream()
        .map(entry -> "{" + entry.getKey() + " = " + entry.getValue() + "}")
        .collect(Collectors.joining(", ", "inline:{ ", " }"));
  }

  private static String services(int port, int plainPort, int plainLimit) {
    return """
        127.0.0.1:PORT inet n - n - - smtpd
        127.0.0.1:PLAIN inet n - n - - smtpd
          -o smtpd_discard_ehlo_keywords=pipelining,8bitmime,dsn,enhancedstatuscodes,chunking,etrn,vrfy
          -o message_size_limit=LIMIT
        pickup    unix      n - n 60 1 pickup
        cleanup   unix      n - n - 0 cleanup
        qmgr      unix      n - n 300 1 qmgr
        rewrite   unix      - - n - - trivial-rewrite
        bounce    unix      - - n - 0 bounce
        defer     unix      - - n - 0 bounce
        trace     unix      - - n - 0 bounce
        flush     unix      n - n 1000? 0 flush
        proxymap  unix      - - n - - proxymap
        smtp      unix      - - n - - smtp
        relay     unix      - - n - - smtp
        showq     unix      n - n - - showq
        error     unix      - - n - - error
        retry     unix      - - n - - error
        discard   unix      - - n - - discard
        tlsmgr    unix      - - n 1000? 1 tlsmgr
        anvil     unix      - - n - 1 anvil
        scache    unix      - - n - 1 scache
        postlog   unix-dgram n - n - 1 postlogd
        """
        .replace("PORT", Integer.toString(port))
        .replace("PLAIN", Integer.toString(plainPort))
        .replace("LIMIT", Integer.toString(plainLimit));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    Commands.run("postfix", "-c", configuration.toString(), "stop");
  }
}
