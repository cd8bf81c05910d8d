package io.hikyaku.admin.queue;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.action.ActionLog;
import io.hikyaku.admin.action.Actions;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Page;
import io.hikyaku.admin.http.Paging;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.admin.http.Role;
import io.hikyaku.api.MessageId;
import io.hikyaku.api.management.MessageStatus;
import io.hikyaku.api.management.QueueManagement;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;

/** Messages: looked at without disturbing them. */
@Path("groups/{group}/messages")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class MessageResource {

  @Inject private Store store;
  @Inject private Actions actions;
  @Inject private MailParser parser;
  @Inject private Messages messages;

  @GET
  @Needs(Role.VIEWER)
  public Page<MessageDocument> listMessages(
      @PathParam("group") String group, @BeanParam Paging paging, @QueryParam("text") String text) {
    QueueManagement management = store.management();
    String wanted = Paging.text("text", text);
    List<MessageStatus> found;
    long total = -1;
    if (wanted.isEmpty()) {
      found = management.browse(group, paging.offset(), paging.limit());
      total = management.group(group).depth();
    } else if (paging.offset() > 0) {
      throw Problem.of(400, "not-allowed-value", "offset is not allowed together with text")
          .withField("offset")
          .exception();
    } else {
      found = management.search(group, wanted, paging.limit());
    }
    return new Page<>(
        found.stream().map(MessageDocument::of).toList(),
        total,
        paging.offset(),
        paging.limit(),
        Instant.now().toString());
  }

  @GET
  @Path("{id}")
  @Needs(Role.VIEWER)
  public MessageDocument getMessage(@PathParam("group") String group, @PathParam("id") String id) {
    return messages.document(group, id);
  }

  @DELETE
  @Path("{id}")
  @Needs(Role.OPERATOR)
  public void deleteMessage(
      @PathParam("group") String group,
      @PathParam("id") String id,
      @QueryParam("reason") String reason) {
    MessageId message = MessageId.parse(id);
    ActionLog.refuse("group", group);
    actions.run(
        "deleteMessage",
        group + " message " + id,
        reason,
        () -> {
          if (messages.require(group, id).state() == MessageStatus.State.IN_FLIGHT) {
            throw Problem.of(
                    409, "in-use", "message " + id + " is not deleted: a consumer works on it")
                .exception();
          } else if (!store.management().delete(group, message)) {
            throw Messages.unknown(group, id);
          }
        });
  }

  /** Never shown by a browser: whatever it is, it is saved. */
  @GET
  @Path("{id}/body")
  @Produces(MediaType.APPLICATION_OCTET_STREAM)
  @Needs(Role.VIEWER)
  public Response getBody(@PathParam("group") String group, @PathParam("id") String id) {
    return Response.ok(messages.body(messages.require(group, id)))
        .header("Content-Disposition", "attachment; filename=\"" + MessageId.parse(id) + ".bin\"")
        .build();
  }

  @GET
  @Path("{id}/mail")
  @Needs(Role.VIEWER)
  public ParsedMail getParsedMail(@PathParam("group") String group, @PathParam("id") String id) {
    return parser.parse(messages.body(messages.require(group, id)));
  }
}
