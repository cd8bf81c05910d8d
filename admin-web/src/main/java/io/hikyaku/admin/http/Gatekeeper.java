package io.hikyaku.admin.http;

import io.hikyaku.admin.action.Actions;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Method;
import java.security.Principal;
import java.util.Optional;

/** Lets a request through to its operation, or not. */
@Provider
@Priority(Priorities.AUTHORIZATION)
public class Gatekeeper implements ContainerRequestFilter {

  @Context private ResourceInfo resource;
  @Context private HttpServletRequest servletRequest;
  @Inject private Actions actions;
  @Inject private ServerSettings settings;

  @Override
  public void filter(ContainerRequestContext request) {
    Method operation = resource.getResourceMethod();
    Access access = access(request, servletRequest);
    Open open = operation.getAnnotation(Open.class);
    Optional<Problem> refusal;
    if (open != null && open.locally()) {
      boolean local = Access.isLocal(servletRequest.getRemoteAddr()) && settings.statusOpen();
      refusal = local ? Optional.empty() : refusal(Role.VIEWER, access, request);
    } else if (open != null) {
      refusal = access.transport();
    } else {
      Needs needs = operation.getAnnotation(Needs.class);
      refusal = refusal(needs == null ? null : needs.value(), access, request);
    }
    refusal.ifPresent(
        problem -> {
          if (problem.requiredRole() != null && !request.getMethod().equals("GET")) {
            actions.refused(operation.getName(), request.getUriInfo().getPath(), problem);
          }
          request.abortWith(challenged(problem, access));
        });
  }

  private static Optional<Problem> refusal(
      Role role, Access access, ContainerRequestContext request) {
    if (role == null) {
      return Optional.of(Problem.of(403, "forbidden", "nobody may do this"));
    }
    return access.refusal(role, role.includes(request.getSecurityContext()));
  }

  private static Access access(ContainerRequestContext request, HttpServletRequest servlet) {
    SecurityContext security = request.getSecurityContext();
    Principal user = security.getUserPrincipal();
    return new Access(
        servlet.isSecure(),
        request.getMethod(),
        request.getHeaderString(Access.REQUEST_HEADER),
        user == null ? null : user.getName(),
        isScript(request));
  }

  /** Browsers say for whom they fetch; what a person asked for by an address is a navigation. */
  private static boolean isScript(ContainerRequestContext request) {
    String mode = request.getHeaderString("Sec-Fetch-Mode");
    return request.getHeaderString(Access.REQUEST_HEADER) != null
        || (mode != null && !mode.equals("navigate"));
  }

  private static Response challenged(Problem problem, Access access) {
    Response response = problem.response();
    if (problem.status() != 401 || access.fromBrowserScript()) {
      return response;
    }
    return Response.fromResponse(response)
        .header("WWW-Authenticate", "Basic realm=\"Hikyaku\", charset=\"UTF-8\"")
        .build();
  }
}
