package io.hikyaku.admin.queue;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.action.Actions;
import io.hikyaku.admin.http.Checks;
import io.hikyaku.admin.http.CountedPage;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Paging;
import io.hikyaku.admin.http.Role;
import io.hikyaku.api.management.GroupKeys;
import io.hikyaku.api.management.KeyStatus;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What a group holds of each key. */
@Path("groups/{group}/keys")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class KeyResource {

  private static final Map<String, Comparator<Key>> SORTS =
      Map.of(
          "key", Comparator.comparing(Key::key),
          "depth", Comparator.comparingLong(Key::depth),
          "ready", Comparator.comparingLong(Key::ready),
          "delayed", Comparator.comparingLong(Key::delayed),
          "inFlight", Comparator.comparingLong(Key::inFlight),
          "bytes", Comparator.comparingLong(Key::bytes),
          "oldestAgeSeconds", Comparator.comparingDouble(Key::oldestAgeSeconds));

  @Inject private Store store;
  @Inject private Actions actions;

  /** A key, as {@link KeyStatus} has it. */
  public record Key(
      String key,
      long depth,
      long ready,
      long delayed,
      long inFlight,
      long bytes,
      double oldestAgeSeconds) {

    static Key of(KeyStatus status, Instant now) {
      return new Key(
          status.key(),
          status.depth(),
          status.ready(),
          status.delayed(),
          status.inFlight(),
          status.bytes(),
          Math.max(0, Duration.between(status.oldest(), now).toMillis()) / 1000.0);
    }
  }

  /** Which key. */
  public record DeliverNow(String key, String reason) {}

  @GET
  @Needs(Role.VIEWER)
  public CountedPage<Key> listKeys(@PathParam("group") String group, @BeanParam Paging paging) {
    Instant now = Instant.now();
    GroupKeys found = store.management().keys(group);
    List<Key> keys = found.keys().stream().map(status -> Key.of(status, now)).toList();
    return CountedPage.of(
        paging.page(keys, Key::key, SORTS, "-depth", now), found.counted(), found.total());
  }

  @POST
  @Path("deliver-now")
  @Needs(Role.OPERATOR)
  public Count deliverNow(@PathParam("group") String group, DeliverNow document) {
    String key = Checks.present("key", Checks.body(document).key());
    int woken =
        actions.call(
            "deliverNow",
            group + " key " + key,
            document.reason(),
            () -> store.management().deliverNow(group, key));
    return new Count(woken);
  }
}
