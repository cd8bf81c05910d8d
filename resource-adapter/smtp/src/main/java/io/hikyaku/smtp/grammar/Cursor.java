package io.hikyaku.smtp.grammar;

/** A position in a text that is being parsed. */
final class Cursor {

  private static final char END = '\uffff';

  private final String text;
  private int position;

  Cursor(String text) {
    this.text = text;
  }

  boolean atEnd() {
    return position == text.length();
  }

  int position() {
    return position;
  }

  /** The character here, or one that no grammar knows if the text is at its end. */
  char peek() {
    return position < text.length() ? text.charAt(position) : END;
  }

  void skip() {
    position++;
  }

  boolean skipIf(char expected) {
    if (peek() == expected) {
      position++;
      return true;
    }
    return false;
  }

  void skipSpaces() {
    while (peek() == ' ' || peek() == '\t') {
      position++;
    }
  }

  void expect(char expected) throws SmtpSyntaxException {
    if (!skipIf(expected)) {
      throw new SmtpSyntaxException("'" + expected + "' expected " + here());
    }
  }

  String since(int start) {
    return text.substring(start, position);
  }

  String rest() {
    return text.substring(position);
  }

  /** Where the cursor stands, for an error message. */
  String here() {
    if (atEnd()) {
      return "at the end";
    }
    char c = peek();
    String shown = c > ' ' && c < 0x7f ? "'" + c + "'" : "0x" + Integer.toHexString(c);
    return "but found " + shown + " at position " + (position + 1);
  }
}
