package io.hikyaku.admin.http;

import io.hikyaku.api.AuthenticationException;
import io.hikyaku.api.OutcomeUnknownException;
import io.hikyaku.api.QueueException;
import io.hikyaku.api.StoreFullException;
import io.hikyaku.api.StoreUnavailableException;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.RevisionConflictException;
import io.hikyaku.api.mapreduce.DamagedGroupException;
import jakarta.ejb.EJBException;
import jakarta.json.JsonException;
import jakarta.json.bind.JsonbException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** What each failure is to the client. */
public final class Problems {

  private static final Logger LOG = System.getLogger("io.hikyaku.admin");
  private static final int INSUFFICIENT_STORAGE = 507;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  private Problems() {}

  /** The problem of a failure; what is not the client's doing is also logged. */
  public static Problem of(Throwable failure) {
    if (failure instanceof ProblemException known) {
      return known.problem();
    } else if (failure instanceof EJBException wrapped && wrapped.getCause() != null) {
      return of(wrapped.getCause()); // a bean of the delivery application threw it
    } else if (failure instanceof QueueException refused) {
      return of(refused);
    } else if (failure instanceof JsonbException || failure instanceof JsonException) {
      return unreadable(failure);
    } else if (failure instanceof ProcessingException && failure.getCause() != null) {
      return of(failure.getCause());
    } else if (failure instanceof IllegalArgumentException) {
      return Problem.of(400, "not-allowed-value", failure.getMessage());
    } else if (failure instanceof WebApplicationException http) {
      return of(http);
    }
    LOG.log(Level.ERROR, "HIKYAKU3001E: a request failed", failure);
    return Problem.of(500, "failed", "the request failed: see HIKYAKU3001E in the server's log");
  }

  private static Problem of(QueueException failure) {
    String detail = failure.getMessage();
    if (failure instanceof UnknownGroupException) {
      return Problem.of(404, "unknown-group", detail);
    } else if (failure instanceof RevisionConflictException conflict) {
      return Problem.of(412, "revision-differs", detail)
          .differing(null, '"' + Long.toString(conflict.actual()) + '"');
    } else if (failure instanceof StoreFullException) {
      return Problem.of(INSUFFICIENT_STORAGE, "store-full", detail);
    } else if (failure instanceof DamagedGroupException) {
      return Problem.of(409, "damaged-group", detail);
    } else if (failure instanceof OutcomeUnknownException) {
      return Problem.of(504, "outcome-unknown", detail);
    } else if (failure instanceof StoreUnavailableException
        || failure instanceof AuthenticationException) {
      return Problem.of(503, "unavailable", detail);
    }
    return Problem.of(409, "refused", detail);
  }

  private static Problem of(WebApplicationException failure) {
    if (failure.getCause() instanceof JsonbException
        || failure.getCause() instanceof JsonException) {
      return unreadable(failure.getCause());
    }
    int status = failure.getResponse().getStatus();
    if (failure instanceof NotFoundException) {
      return Problem.of(404, "not-found", "there is no such resource: see ../../openapi.yaml");
    }
    String code =
        switch (status) {
          case 405 -> "method-not-allowed";
          case 406 -> "not-acceptable";
          case UNSUPPORTED_MEDIA_TYPE -> "unsupported-media-type";
          default -> "bad-request";
        };
    return Problem.of(status, code, String.valueOf(failure.getMessage()));
  }

  private static Problem unreadable(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return Problem.of(400, "bad-request", "the document cannot be read: " + cause.getMessage());
  }
}
