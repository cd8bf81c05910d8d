package io.hikyaku.smtp.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;

/** Makes what STARTTLS needs: TLS 1.2 and 1.3 only (RFC 8996, RFC 8314 §4.1). */
public final class TlsContexts {

  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private TlsContexts() {}

  /**
   * The identity of a server.
   *
   * @param certificates PEM file: the server's certificate, then those that vouch for it
   * @param key PEM file: its private key, PKCS #8, not encrypted
   * @throws IllegalArgumentException naming the file that cannot be used, and why
   */
  public static SslContext server(Path certificates, Path key) {
    for (Path file : List.of(certificates, key)) {
      if (!Files.isReadable(file)) {
        throw new IllegalArgumentException(file + " cannot be read: a PEM file is needed");
      }
    }
    try {
      return SslContextBuilder.forServer(certificates.toFile(), key.toFile())
          .sslProvider(SslProvider.JDK)
          .protocols(PROTOCOLS)
          .build();
    } catch (SSLException | IllegalArgumentException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(
          "certificates " + certificates + " and key " + key + " cannot be used: " + cause, e);
    }
  }

  /**
   * The client's side. Opportunistic (RFC 7435): any certificate is taken, as the alternative would
   * be to send in the clear; it protects against who listens, not against who stands in between.
   */
  public static SslContext opportunisticClient() {
    try {
      return SslContextBuilder.forClient()
          .sslProvider(SslProvider.JDK)
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null)
          .protocols(PROTOCOLS)
          .build();
    } catch (SSLException e) {
      throw new IllegalStateException("this Java platform has no TLS", e);
    }
  }
}
