package io.hikyaku.admin.mail;

import io.hikyaku.admin.Mail;
import io.hikyaku.admin.action.Actions;
import io.hikyaku.admin.http.Checks;
import io.hikyaku.admin.http.CountedPage;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Page;
import io.hikyaku.admin.http.Paging;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.admin.http.Role;
import io.hikyaku.admin.queue.Count;
import io.hikyaku.admin.queue.ReasonDocument;
import io.hikyaku.api.mail.DestinationStatus;
import io.hikyaku.api.mail.MailDestinations;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Mail by destination, and single mails. */
@Path("mail")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class MailResource {

  private static final Map<String, Comparator<DestinationDocument>> SORTS =
      Map.of(
          "domain", Comparator.comparing(DestinationDocument::domain),
          "depth", Comparator.comparingLong(DestinationDocument::depth),
          "waiting", Comparator.comparingLong(DestinationDocument::waiting),
          "oldestAgeSeconds", Comparator.comparingDouble(DestinationDocument::oldestAgeSeconds),
          "deliveredPerSecond",
              Comparator.comparingDouble(DestinationDocument::deliveredPerSecond));

  // not through the constructor: RESTEasy wants a public one without parameters beside CDI's
  @Inject private Mail mail;
  @Inject private Actions actions;

  /** Until when nothing is tried. */
  public record Suspension(String until, String reason) {}

  /** That mails are meant to be given up. */
  public record Bounce(String confirm, Long expectedMessages, String reason) {}

  @GET
  @Path("destinations")
  @Needs(Role.VIEWER)
  public CountedPage<DestinationDocument> listDestinations(@BeanParam Paging paging) {
    Instant now = Instant.now();
    MailDestinations found = mail.management().destinations();
    List<DestinationDocument> all =
        found.destinations().stream().map(status -> DestinationDocument.of(status, now)).toList();
    return CountedPage.of(
        paging.page(all, DestinationDocument::domain, SORTS, "-depth", now),
        found.counted(),
        found.total());
  }

  @POST
  @Path("destinations/{domain}/suspend")
  @Needs(Role.OPERATOR)
  public void suspendDestination(@PathParam("domain") String domain, Suspension document) {
    String until = Checks.present("until", Checks.body(document).until());
    String reason = Checks.present("reason", document.reason());
    actions.run(
        "suspendDestination",
        domain,
        reason,
        () -> mail.management().suspend(domain, reason, time(until)));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw Problem.of(
              400,
              "not-allowed-value",
              "until is '" + text + "': must be an instant such as 2026-12-31T12:00:00Z")
          .withField("until")
          .exception();
    }
  }

  @POST
  @Path("destinations/{domain}/resume")
  @Needs(Role.OPERATOR)
  public void resumeDestination(@PathParam("domain") String domain, ReasonDocument document) {
    actions.run(
        "resumeDestination",
        domain,
        ReasonDocument.of(document),
        () -> {
          if (!mail.management().resume(domain)) {
            throw Problem.of(409, "not-suspended", "mail to " + domain + " is not suspended")
                .exception();
          }
        });
  }

  @POST
  @Path("destinations/{domain}/retry")
  @Needs(Role.OPERATOR)
  public Count retryDestination(@PathParam("domain") String domain, ReasonDocument document) {
    return new Count(
        actions.call(
            "retryDestination",
            domain,
            ReasonDocument.of(document),
            () -> mail.management().retryNow(domain)));
  }

  @POST
  @Path("destinations/{domain}/bounce")
  @Needs(Role.OPERATOR)
  public Count bounceDestination(@PathParam("domain") String domain, Bounce document) {
    String reason = Checks.present("reason", Checks.body(document).reason());
    return new Count(
        actions.call(
            "bounceDestination",
            domain,
            reason,
            () -> {
              Checks.confirmed(domain, document.confirm());
              Checks.count("expectedMessages", document.expectedMessages(), waiting(domain));
              return mail.management().bounce(domain, reason);
            }));
  }

  private long waiting(String domain) {
    return mail.management().destinations().destinations().stream()
        .filter(status -> status.domain().equals(domain))
        .mapToLong(DestinationStatus::waiting)
        .sum();
  }

  @GET
  @Path("messages")
  @Needs(Role.VIEWER)
  public Page<MailDocument> findMails(@QueryParam("text") String text, @BeanParam Paging paging) {
    List<MailDocument> found =
        mail.management().find(Paging.text("text", text), paging.limit()).stream()
            .map(MailDocument::of)
            .toList();
    return new Page<>(found, -1, 0, paging.limit(), Instant.now().toString());
  }
}
