package io.hikyaku.admin.queue;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Paging;
import io.hikyaku.admin.http.Role;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.QueueManagement;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Dead letters of a group, by their reasons. */
@Path("groups/{group}/dead-letters")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class DeadLetterResource {

  private static final int MAX_REASONS = 100;

  @Inject private Store store;

  /** How many dead letters have a reason. */
  public record Reason(String reason, long count) {}

  /** A page of dead letters, with their reasons. */
  public record DeadLetterPage(
      List<MessageDocument> items,
      long total,
      int offset,
      int limit,
      String at,
      List<Reason> reasons,
      long counted,
      long stored) {}

  @GET
  @Needs(Role.VIEWER)
  public DeadLetterPage listDeadLetters(
      @PathParam("group") String group,
      @BeanParam Paging paging,
      @QueryParam("reason") String reason,
      @QueryParam("exact") @DefaultValue("false") boolean exact) {
    QueueManagement management = store.management();
    management.settings(group);
    String dead = group + GroupSettings.DEAD_LETTER_SUFFIX;
    Map<String, Long> counts = management.bulk().deadReasons(dead);
    long stored = store.depth(dead);
    List<MessageStatus> found;
    long total;
    if (reason == null) {
      found = management.browse(dead, paging.offset(), paging.limit());
      total = stored;
    } else {
      found = management.bulk().browseDead(dead, reason, paging.offset(), paging.limit());
      total =
          exact
              ? management.bulk().select(dead, Optional.of(reason)).size()
              : counts.getOrDefault(reason, (long) found.size());
    }
    return new DeadLetterPage(
        found.stream().map(MessageDocument::of).toList(),
        total,
        paging.offset(),
        paging.limit(),
        Instant.now().toString(),
        counts.entrySet().stream()
            .map(entry -> new Reason(entry.getKey(), entry.getValue()))
            .sorted(Comparator.comparingLong(Reason::count).reversed())
            .limit(MAX_REASONS)
            .toList(),
        counts.values().stream().mapToLong(count -> count).sum(),
        stored);
  }
}
