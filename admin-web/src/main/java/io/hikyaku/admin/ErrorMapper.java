package io.hikyaku.admin;

import io.hikyaku.api.QueueException;
import io.hikyaku.api.UnknownGroupException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Every failure of a request as a JSON document; what is not the client's doing is also logged. */
@Provider
public class ErrorMapper implements ExceptionMapper<Throwable> {

  private static final Logger LOG = System.getLogger("io.hikyaku.admin");

  @Override
  public Response toResponse(Throwable failure) {
    if (failure instanceof WebApplicationException http
        && !(failure instanceof NotFoundException)) {
      return response(new ErrorView(http.getResponse().getStatus(), failure.getMessage()));
    }
    return response(view(failure));
  }

  static ErrorView view(Throwable failure) {
    if (failure instanceof UnknownGroupException) {
      return new ErrorView(404, failure.getMessage());
    }
    if (failure instanceof QueueException) {
      return new ErrorView(503, failure.getMessage());
    }
    if (failure instanceof NotFoundException) {
      return new ErrorView(
          404,
          "there is no such resource: try status, nodes, groups, groups/{name},"
              + " mail/destinations or mail/messages?text=");
    }
    LOG.log(Level.ERROR, "HIKYAKU3001E: the status could not be gathered", failure);
    return new ErrorView(500, "the status could not be gathered: see HIKYAKU3001E in the log");
  }

  private static Response response(ErrorView view) {
    return Response.status(view.status())
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(view)
        .build();
  }
}
