package io.hikyaku.jca;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.resource.spi.SecurityException;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who may use the adapter: the property {@code users}. Without any, everybody may, without a name.
 */
final class Users {

  /** All that is left of the type of a {@link SecurityException} when Open Liberty passes it on. */
  static final String REFUSED = "io.hikyaku.authentication";

  private static final String NAME = "[A-Za-z0-9._@-]{1,100}";

  private final Map<String, byte[]> passwords;
  private final boolean anonymous;

  private Users(Map<String, byte[]> passwords, boolean anonymous) {
    this.passwords = passwords;
    this.anonymous = anonymous;
  }

  /**
   * Reads {@code name:password; name:password}.
   *
   * @param anonymous whether there is also access without a name
   * @param faults is added what is wrong, without any password
   */
  static Users parse(String text, boolean anonymous, List<String> faults) {
    Map<String, byte[]> passwords = new LinkedHashMap<>();
    int number = 0;
    for (String entry : text.split(";", -1)) {
      if (entry.isBlank()) {
        continue;
      }
      number++;
      int colon = entry.indexOf(':');
      String name = colon < 0 ? "" : entry.substring(0, colon).strip();
      String password = entry.substring(colon + 1).strip();
      if (!name.matches(NAME) || password.isEmpty()) {
        faults.add(
            "users: entry "
                + number
                + " must be name:password, the name 1 to 100 of A-Z a-z 0-9 . _ @ -");
      } else if (passwords.put(name, password.getBytes(UTF_8)) != null) {
        faults.add("users: '" + name + "' is there twice");
      }
    }
    return new Users(passwords, anonymous || passwords.isEmpty());
  }

  /**
   * Checks who somebody says that he is.
   *
   * @return the name; empty for nobody in particular
   * @throws SecurityException if the adapter does not know him
   */
  String check(Credentials credentials) throws SecurityException {
    if (credentials.isAnonymous()) {
      if (!anonymous) {
        throw new SecurityException(
            "a user is required: give the connection factory userName and password, or an"
                + " authentication alias, or allow access without by anonymousAllowed",
            REFUSED);
      }
      return "";
    }
    byte[] expected = passwords.get(credentials.user());
    byte[] given = credentials.password().getBytes(UTF_8);
    // the same time for a name that is not known
    if (!MessageDigest.isEqual(expected == null ? new byte[given.length] : expected, given)
        || expected == null) {
      throw new SecurityException(
          "user '" + credentials.user() + "' is not known, or the password is wrong", REFUSED);
    }
    return credentials.user();
  }
}
