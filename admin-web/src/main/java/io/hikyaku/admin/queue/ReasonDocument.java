package io.hikyaku.admin.queue;

/**
 * Why something is done.
 *
 * @param reason for the log of actions; may be null
 */
public record ReasonDocument(String reason) {

  /** The reason in a document that may be missing itself. */
  public static String of(ReasonDocument document) {
    return document == null ? null : document.reason();
  }
}
