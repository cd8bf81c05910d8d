package io.hikyaku.admin.queue;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.action.Actions;
import io.hikyaku.admin.http.Checks;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Page;
import io.hikyaku.admin.http.Paging;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.admin.http.Role;
import io.hikyaku.api.UnknownGroupException;
import io.hikyaku.api.management.GroupSettings;
import io.hikyaku.api.management.GroupStatus;
import io.hikyaku.api.management.QueueManagement;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Groups: methods are named as the operations of the API's document. */
@Path("groups")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
public class GroupResource {

  private static final int PRECONDITION_REQUIRED = 428;
  private static final Set<String> KINDS = Set.of("queue", "dead-letters", "system", "all");
  private static final Set<String> STATES = Set.of("", "paused", "active");

  private static final Map<String, Comparator<GroupDocument>> SORTS =
      Map.ofEntries(
          Map.entry("name", Comparator.comparing(GroupDocument::name)),
          Map.entry("depth", Comparator.comparingLong(GroupDocument::depth)),
          Map.entry("ready", Comparator.comparingLong(GroupDocument::ready)),
          Map.entry("delayed", Comparator.comparingLong(GroupDocument::delayed)),
          Map.entry("inFlight", Comparator.comparingLong(GroupDocument::inFlight)),
          Map.entry("storedBytes", Comparator.comparingLong(GroupDocument::storedBytes)),
          Map.entry(
              "oldestAgeSeconds", Comparator.comparingDouble(GroupDocument::oldestAgeSeconds)),
          Map.entry(
              "enqueuedPerSecond", Comparator.comparingDouble(GroupDocument::enqueuedPerSecond)),
          Map.entry(
              "settledPerSecond", Comparator.comparingDouble(GroupDocument::settledPerSecond)),
          Map.entry("consumers", Comparator.comparingInt(GroupDocument::consumers)),
          Map.entry("deadLetters", Comparator.comparingLong(GroupDocument::deadLetters)));

  @Inject private Store store;
  @Inject private Actions actions;

  /** A group to be made. */
  public record NewGroup(String name, SettingsDocument settings, String reason) {}

  /** That everything is meant to go. */
  public record Confirmation(String confirm, Long expectedMessages, String reason) {}

  @GET
  @Needs(Role.VIEWER)
  public Page<GroupDocument> listGroups(
      @BeanParam Paging paging,
      @QueryParam("kind") @DefaultValue("queue") String kind,
      @QueryParam("state") @DefaultValue("") String state) {
    oneOf("kind", kind, KINDS);
    oneOf("state", state, STATES);
    GroupKind wanted = GroupKind.ofText(kind);
    Groups groups = Groups.of(store.management().groups());
    List<GroupDocument> found =
        groups.all().stream()
            .filter(group -> wanted == null || GroupKind.of(group.name()) == wanted)
            .filter(group -> state.isEmpty() || group.paused() == state.equals("paused"))
            .map(groups::document)
            .toList();
    return paging.page(found, GroupDocument::name, SORTS, "name", Instant.now());
  }

  @POST
  @Needs(Role.ADMINISTRATOR)
  public Response createGroup(NewGroup document) {
    String name = Checks.present("name", Checks.body(document).name());
    GroupSettings settings =
        document.settings() == null ? GroupSettings.spread() : document.settings().settings();
    actions.run(
        "createGroup",
        name,
        document.reason(),
        () -> {
          if (exists(name)) {
            throw Problem.of(409, "refused", "group '" + name + "' is there already")
                .withField("name")
                .exception();
          }
          store.management().createGroup(name, settings);
        });
    GroupDocument made = document(name);
    return Response.created(URI.create("groups/" + name))
        .tag(tag(made.revision()))
        .entity(made)
        .build();
  }

  @GET
  @Path("{group}")
  @Needs(Role.VIEWER)
  public Response getGroup(@PathParam("group") String group) {
    GroupDocument document = document(group);
    return Response.ok(document).tag(tag(document.revision())).build();
  }

  @DELETE
  @Path("{group}")
  @Needs(Role.ADMINISTRATOR)
  public void deleteGroup(
      @PathParam("group") String group,
      @QueryParam("confirm") String confirm,
      @QueryParam("expectedMessages") String expected,
      @QueryParam("reason") String reason) {
    actions.run(
        "deleteGroup",
        group,
        reason,
        () -> {
          QueueManagement management = store.management();
          Checks.confirmed(group, confirm);
          Checks.count(
              "expectedMessages",
              expected == null ? null : count(expected),
              HeldMessages.withDeadLetters(management, group));
          management.deleteGroup(group);
        });
  }

  @GET
  @Path("{group}/settings")
  @Needs(Role.VIEWER)
  public Response getSettings(@PathParam("group") String group) {
    GroupStatus status = store.management().group(group);
    return Response.ok(SettingsDocument.of(status.settings())).tag(tag(status.revision())).build();
  }

  @PUT
  @Path("{group}/settings")
  @Needs(Role.ADMINISTRATOR)
  public Response putSettings(
      @PathParam("group") String group,
      @HeaderParam("If-Match") String match,
      @QueryParam("reason") String reason,
      SettingsDocument document) {
    Checks.body(document);
    if (match == null) {
      throw Problem.of(
              PRECONDITION_REQUIRED,
              "revision-required",
              "the header If-Match is missing: the ETag of the settings that were changed")
          .exception();
    }
    actions.run(
        "putSettings",
        group,
        reason,
        () -> store.management().updateGroup(group, document.settings(), revision(match)));
    return getSettings(group);
  }

  @POST
  @Path("{group}/pause")
  @Needs(Role.OPERATOR)
  public void pauseGroup(@PathParam("group") String group, ReasonDocument document) {
    QueueManagement management = store.management();
    actions.run("pauseGroup", group, ReasonDocument.of(document), () -> management.pause(group));
  }

  @POST
  @Path("{group}/resume")
  @Needs(Role.OPERATOR)
  public void resumeGroup(@PathParam("group") String group, ReasonDocument document) {
    QueueManagement management = store.management();
    actions.run("resumeGroup", group, ReasonDocument.of(document), () -> management.resume(group));
  }

  @POST
  @Path("{group}/purge")
  @Needs(Role.ADMINISTRATOR)
  public void purgeGroup(@PathParam("group") String group, Confirmation document) {
    Checks.body(document);
    actions.run(
        "purgeGroup",
        group,
        document.reason(),
        () -> {
          QueueManagement management = store.management();
          Checks.confirmed(group, document.confirm());
          Checks.count(
              "expectedMessages", document.expectedMessages(), HeldMessages.of(management, group));
          management.purge(group);
        });
  }

  private GroupDocument document(String name) {
    QueueManagement management = store.management();
    GroupStatus status = management.group(name);
    return GroupDocument.of(status, store.depth(name + GroupSettings.DEAD_LETTER_SUFFIX))
        .withDetail(status.revision(), management.distribution(name));
  }

  private boolean exists(String name) {
    try {
      return store.management().settings(name) != null;
    } catch (UnknownGroupException e) {
      return false;
    }
  }

  private static String tag(long revision) {
    return Long.toString(revision);
  }

  private static long revision(String match) {
    String plain = match.replace("W/", "").replace("\"", "").strip();
    try {
      return Long.parseLong(plain);
    } catch (NumberFormatException e) {
      return -1; // somebody else's tag: never the present one
    }
  }

  private static long count(String text) {
    return Paging.number("expectedMessages", text, 0, Integer.MAX_VALUE, 0);
  }

  private static void oneOf(String field, String value, Set<String> allowed) {
    if (!allowed.contains(value)) {
      throw Problem.of(
              400, "not-allowed-value", field + " is '" + value + "': must be one of " + allowed)
          .withField(field)
          .exception();
    }
  }
}
