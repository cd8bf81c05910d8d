package io.hikyaku.admin.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The document of a request that failed (RFC 9457).
 *
 * @param type {@code urn:hikyaku:problem:} and the code
 * @param title of the HTTP status
 * @param status the HTTP status again
 * @param code stable name of what was wrong
 * @param detail what was wrong, with the value, what is allowed and the way out
 * @param requiredRole the role that would have been needed, or null
 * @param field the parameter at fault, or null
 * @param expected what the request said, or null
 * @param actual what is, or null
 */
public record Problem(
    String type,
    String title,
    int status,
    String code,
    String detail,
    String requiredRole,
    String field,
    String expected,
    String actual) {

  /** The media type of RFC 9457. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /** A problem without particulars. */
  public static Problem of(int status, String code, String detail) {
    Response.Status known = Response.Status.fromStatusCode(status);
    return new Problem(
        "urn:hikyaku:problem:" + code,
        known == null ? "Status " + status : known.getReasonPhrase(),
        status,
        code,
        detail,
        null,
        null,
        null,
        null);
  }

  /** The same, naming a parameter. */
  public Problem withField(String name) {
    return new Problem(type, title, status, code, detail, requiredRole, name, expected, actual);
  }

  /** The same, naming the role that is needed. */
  public Problem withRole(String role) {
    return new Problem(type, title, status, code, detail, role, field, expected, actual);
  }

  /** The same, with what the request said and what is. */
  public Problem differing(String said, String is) {
    return new Problem(type, title, status, code, detail, requiredRole, field, said, is);
  }

  /** To throw it. */
  public ProblemException exception() {
    return new ProblemException(this);
  }

  /** The answer. */
  public Response response() {
    return Response.status(status)
        .type(MediaType.valueOf(MEDIA_TYPE))
        .entity(this)
        .header("Cache-Control", "no-store")
        .build();
  }
}
