package io.hikyaku.store;

/**
 * What went wrong, in words for people: what it is at bottom first, and alike where it is alike.
 */
public final class FailureText {

  private static final int MAX_DEPTH = 20;
  private static final int MAX_CHARS = 1000;

  /** Shorter words with a digit in them keep their letters: {@code utf8}, but not an id. */
  private static final int MIN_ID_CHARS = 8;

  private FailureText() {}

  /** The root cause, and behind it what those that it was wrapped in on its way had to say. */
  public static String of(Throwable failure) {
    Throwable root = failure;
    StringBuilder wrappers = new StringBuilder();
    for (int depth = 0; root.getCause() != null && depth < MAX_DEPTH; depth++) {
      String own = message(root);
      wrappers.insert(0, own.isEmpty() ? "" : "; in " + root.getClass().getName() + own);
      root = root.getCause();
    }
    String text = root.toString() + wrappers;
    return text.length() > MAX_CHARS ? text.substring(0, MAX_CHARS) : text;
  }

  /** What a wrapper says of its own. */
  private static String message(Throwable wrapper) {
    String message = wrapper.getMessage();
    String cause = wrapper.getCause().getMessage();
    boolean own =
        message != null
            && !message.contains(wrapper.getCause().getClass().getName())
            && (cause == null || !message.contains(cause));
    return own ? ": " + message : "";
  }

  /**
   * A text without what differs from one failure to the next of the same cause: numbers and ids are
   * {@code #}, and what stands in quotes is {@code …}. Names of exceptions stay as they are. What
   * was made general stays as it is, too.
   */
  public static String general(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      int end = at + 1;
      if (isWord(c)) {
        while (end < text.length() && isWord(text.charAt(end))) {
          end++;
        }
        out.append(generalWord(text.substring(at, end)));
      } else if (isQuote(text, at) && text.indexOf(c, end) > 0) {
        end = text.indexOf(c, end) + 1;
        out.append(c).append('…').append(c);
      } else {
        out.append(c);
      }
      at = end;
    }
    return out.toString();
  }

  /** An apostrophe within a word is none. */
  private static boolean isQuote(String text, int at) {
    char c = text.charAt(at);
    return (c == '\'' || c == '"') && (at == 0 || !isWord(text.charAt(at - 1)));
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '$' || c == '-';
  }

  private static String generalWord(String word) {
    int end = word.length();
    while (end > 0 && (word.charAt(end - 1) == '.' || word.charAt(end - 1) == '-')) {
      end--; // of a sentence, not of the word
    }
    String plain = word.substring(0, end);
    boolean digits = plain.chars().anyMatch(Character::isDigit);
    if (!digits || plain.endsWith("Exception") || plain.endsWith("Error")) {
      return word;
    }
    boolean id = plain.length() >= MIN_ID_CHARS || Character.isDigit(plain.charAt(0));
    return (id ? "#" : plain.replaceAll("\\d+", "#")) + word.substring(end);
  }
}
