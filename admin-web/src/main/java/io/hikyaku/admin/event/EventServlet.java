package io.hikyaku.admin.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.admin.http.Access;
import io.hikyaku.admin.http.Json;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.admin.http.Role;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The event stream. A servlet, and no resource as the others, as it must never wait for a client:
 * it writes when the client has read.
 */
@WebServlet(urlPatterns = "/api/v1/events", asyncSupported = true)
public class EventServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private static final int MAX_GROUPS = 100;

  @Inject private transient Stream stream;
  @Inject private transient Sampler sampler;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Access access =
        new Access(request.isSecure(), request.getMethod(), null, request.getRemoteUser(), true);
    boolean viewer = Arrays.stream(Role.values()).anyMatch(r -> request.isUserInRole(r.id()));
    Optional<Problem> refusal = access.refusal(Role.VIEWER, viewer);
    String names = request.getParameter("groups");
    Set<String> groups = new TreeSet<>();
    if (names != null && !names.isEmpty()) {
      groups.addAll(Arrays.asList(names.split(",", -1)));
    }
    if (refusal.isEmpty() && groups.size() > MAX_GROUPS) {
      refusal =
          Optional.of(
              Problem.of(
                      400,
                      "not-allowed-value",
                      "groups has "
                          + groups.size()
                          + " names: up to "
                          + MAX_GROUPS
                          + " are allowed")
                  .withField("groups"));
    }
    if (refusal.isPresent()) {
      refuse(response, refusal.get());
      return;
    }
    response.setContentType("text/event-stream");
    response.setCharacterEncoding(UTF_8.name());
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // reverse proxies pass it on at once
    AsyncContext context = request.startAsync();
    context.setTimeout(0);
    Viewer client = new Viewer(context, groups, stream::remove);
    if (!stream.add(client)) {
      refuse(
          response,
          Problem.of(
              503,
              "too-many-viewers",
              Stream.MAX_VIEWERS + " clients look at this node already: try again later"));
      context.complete();
      return;
    }
    client.start();
    client.send("hello", sampler.hello(request.getRemoteUser(), request::isUserInRole));
    sampler.welcome(client);
  }

  private static void refuse(HttpServletResponse response, Problem problem) throws IOException {
    response.setStatus(problem.status());
    response.setContentType(Problem.MEDIA_TYPE);
    response.getOutputStream().write(Json.text(problem).getBytes(UTF_8));
  }
}
