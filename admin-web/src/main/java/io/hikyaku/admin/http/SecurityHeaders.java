package io.hikyaku.admin.http;

import jakarta.inject.Inject;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;

/**
 * Tells browsers to run only what comes from here, and to frame, sniff and keep nothing. Pages that
 * are asked for by plain HTTP are shown by HTTPS.
 */
@WebFilter(
    urlPatterns = "/*",
    asyncSupported = true,
    dispatcherTypes = {DispatcherType.REQUEST})
public class SecurityHeaders implements Filter {

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  @Inject private ServerSettings settings;

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    HttpServletRequest asked = (HttpServletRequest) request;
    HttpServletResponse answer = (HttpServletResponse) response;
    answer.setHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY);
    answer.setHeader("X-Content-Type-Options", "nosniff");
    answer.setHeader("X-Frame-Options", "DENY");
    answer.setHeader("Referrer-Policy", "no-referrer");
    answer.setHeader("Cross-Origin-Opener-Policy", "same-origin");
    answer.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    answer.setHeader("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    boolean api = asked.getServletPath().startsWith("/api/");
    answer.setHeader("Cache-Control", api ? "no-store" : "no-cache");
    if (asked.isSecure()) {
      answer.setHeader("Strict-Transport-Security", "max-age=31536000");
    } else if (!api) {
      answer.sendRedirect(secure(asked));
      return;
    }
    chain.doFilter(request, response);
  }

  private String secure(HttpServletRequest asked) {
    try {
      return new URI(
              "https",
              null,
              asked.getServerName(),
              settings.httpsPort(),
              asked.getRequestURI(),
              asked.getQueryString(),
              null)
          .toASCIIString();
    } catch (URISyntaxException e) {
      return "/"; // a host name that is none
    }
  }
}
