package io.hikyaku.admin.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * Who may ask for what: HTTPS, the header against forged requests, the role.
 *
 * @param secure whether the request came by HTTPS
 * @param method of the request
 * @param requestHeader value of {@link #REQUEST_HEADER}, or null
 * @param user name of the user; null for none
 * @param fromBrowserScript whether a script in a browser asks, to which a challenge would be a
 *     dialog of the browser
 */
public record Access(
    boolean secure, String method, String requestHeader, String user, boolean fromBrowserScript) {

  /** A page of another site can make a browser send a request with a cookie, but not this. */
  public static final String REQUEST_HEADER = "X-Hikyaku-Request";

  private static final int MAX_USER = 200;

  /**
   * Whether a request is refused.
   *
   * @param hasRole whether the caller has the role
   */
  public Optional<Problem> refusal(Role role, boolean hasRole) {
    return transport()
        .or(
            () -> {
              if (user == null) {
                return Optional.of(
                    Problem.of(
                        401,
                        "unauthenticated",
                        "a user with the role "
                            + role.id()
                            + " is needed: log in by POST session, or by Basic authentication"));
              }
              return hasRole
                  ? Optional.empty()
                  : Optional.of(
                      Problem.of(
                              403,
                              "forbidden",
                              "user '" + shortened(user) + "' has not the role " + role.id())
                          .withRole(role.id()));
            });
  }

  /** Whether a request is refused whoever sends it. */
  public Optional<Problem> transport() {
    if (!secure) {
      return Optional.of(
          Problem.of(
              403, "https-required", "by plain HTTP nothing is managed here: use the HTTPS port"));
    } else if (changes() && (requestHeader == null || requestHeader.isBlank())) {
      return Optional.of(
          Problem.of(
                  403,
                  "header-required",
                  "the header " + REQUEST_HEADER + " is missing: any value will do")
              .withField(REQUEST_HEADER));
    }
    return Optional.empty();
  }

  private boolean changes() {
    return !(method.equals("GET") || method.equals("HEAD") || method.equals("OPTIONS"));
  }

  /** Whether an address is of this machine. */
  public static boolean isLocal(String address) {
    try {
      return InetAddress.getByName(address).isLoopbackAddress(); // an address: nothing is looked up
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(MAX_USER, text.length()));
  }
}
