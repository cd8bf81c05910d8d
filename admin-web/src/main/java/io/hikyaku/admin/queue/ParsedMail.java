package io.hikyaku.admin.queue;

import java.util.List;

/**
 * A mail as its reader sees it.
 *
 * @param headers in their order, decoded
 * @param parts leaves of the MIME tree
 */
public record ParsedMail(List<Header> headers, List<Part> parts) {

  /** A header field. */
  public record Header(String name, String value) {}

  /**
   * A leaf.
   *
   * @param fileName empty if it has none
   * @param bytes decoded
   * @param text of {@code text/*}, otherwise empty
   */
  public record Part(String contentType, String fileName, int bytes, String text) {}
}
