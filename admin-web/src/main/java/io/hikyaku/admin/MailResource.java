package io.hikyaku.admin;

import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;

/** Mail by destination, and single mails. To look at only: changes need authentication first. */
@Path("mail")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MailResource {

  private static final int MOST = 1000;

  // not through the constructor: RESTEasy wants a public one without parameters beside CDI's
  @Inject private Mail mail;

  /** All destinations that have mail, or had since this node started. */
  @GET
  @Path("destinations")
  public List<DestinationView> destinations() {
    Instant now = Instant.now();
    return mail.management().destinations().stream()
        .map(status -> DestinationView.of(status, now))
        .toList();
  }

  /** Mails by a part of their id, sender or recipient. */
  @GET
  @Path("messages")
  public List<MailView> messages(
      @QueryParam("text") @DefaultValue("") String text,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    return mail.management().find(text, Math.max(1, Math.min(limit, MOST))).stream()
        .map(MailView::of)
        .toList();
  }
}
