package io.hikyaku.admin.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hikyaku.admin.Store;
import io.hikyaku.admin.action.Actions;
import io.hikyaku.admin.http.Checks;
import io.hikyaku.admin.http.Needs;
import io.hikyaku.admin.http.Page;
import io.hikyaku.admin.http.Paging;
import io.hikyaku.admin.http.Problem;
import io.hikyaku.admin.http.Role;
import io.hikyaku.api.mapreduce.Serializers;
import io.hikyaku.api.mapreduce.TupleGroupSettings;
import io.hikyaku.api.mapreduce.TupleGroupStatus;
import io.hikyaku.api.mapreduce.TupleGroups;
import io.hikyaku.api.mapreduce.TupleTexts;
import io.hikyaku.api.mapreduce.TypedGroup;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Tuple groups: looked at, filled and emptied. */
@Path("tuple-groups")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class TupleGroupResource {

  private static final long MAX_UPLOAD = 256L << 20;
  private static final int MAX_SHOWN = 1000;
  private static final Map<String, Comparator<TupleGroup>> SORTS =
      Map.of(
          "name", Comparator.comparing(TupleGroup::name),
          "tuples", Comparator.comparingLong(TupleGroup::tuples),
          "bytes", Comparator.comparingLong(TupleGroup::bytes),
          "skew", Comparator.comparingDouble(TupleGroup::skew));

  @Inject private Store store;
  @Inject private Actions actions;

  /** A tuple group, as {@link TupleGroupStatus} has it. */
  public record TupleGroup(
      String name, int partitions, int copies, long tuples, long bytes, double skew) {

    static TupleGroup of(TupleGroupStatus status) {
      return new TupleGroup(
          status.name(),
          status.settings().partitions(),
          status.settings().copies(),
          status.tuples(),
          status.bytes(),
          status.skew());
    }
  }

  /** A tuple as text. */
  public record Tuple(String key, String value) {}

  /** Ends a walk through a partition when there is enough. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }

  @GET
  @Needs(Role.VIEWER)
  public Page<TupleGroup> listTupleGroups(@BeanParam Paging paging) {
    List<TupleGroup> all = groups().list().stream().map(TupleGroup::of).toList();
    return paging.page(all, TupleGroup::name, SORTS, "name", Instant.now());
  }

  @GET
  @Path("{group}")
  @Needs(Role.VIEWER)
  public TupleGroup getTupleGroup(@PathParam("group") String group) {
    return TupleGroup.of(require(group));
  }

  @DELETE
  @Path("{group}")
  @Needs(Role.ADMINISTRATOR)
  public void dropTupleGroup(
      @PathParam("group") String group,
      @QueryParam("confirm") String confirm,
      @QueryParam("expectedTuples") Long expected,
      @QueryParam("reason") String reason) {
    actions.run(
        "dropTupleGroup",
        group,
        reason,
        () -> {
          TupleGroupStatus status = require(group);
          Checks.confirmed(group, confirm);
          Checks.count("expectedTuples", expected, status.tuples());
          groups().drop(group);
        });
  }

  @GET
  @Path("{group}/tuples")
  @Needs(Role.VIEWER)
  public Page<Tuple> previewTuples(
      @PathParam("group") String group,
      @QueryParam("partition") String partition,
      @BeanParam Paging paging,
      @QueryParam("keys") String keys,
      @QueryParam("values") String values) {
    TupleGroupStatus status = require(group);
    TupleType keyType = TupleType.of("keys", keys);
    TupleType valueType = TupleType.of("values", values);
    int number = Paging.number("partition", partition, 0, status.settings().partitions() - 1, 0);
    int limit = paging.limit();
    List<Tuple> found = new ArrayList<>();
    try {
      groups()
          .forEach(
              bytes(status),
              number,
              (key, value) -> {
                if (found.size() == limit) {
                  throw new Enough();
                }
                found.add(
                    new Tuple(shortened(keyType.show(key)), shortened(valueType.show(value))));
              });
    } catch (Enough e) {
      // the rest is not read
    }
    return new Page<>(found, -1, 0, limit, Instant.now().toString());
  }

  @PUT
  @Path("{group}/tuples")
  @Consumes(MediaType.WILDCARD)
  @Needs(Role.OPERATOR)
  public TupleTexts.Report uploadTuples(
      @PathParam("group") String group,
      @QueryParam("format") @DefaultValue("csv") String format,
      @QueryParam("keys") String keys,
      @QueryParam("values") String values,
      @QueryParam("partitions") String partitions,
      @QueryParam("copies") String copies,
      @QueryParam("reason") String reason,
      InputStream document) {
    TupleGroupSettings settings =
        groups()
            .find(group)
            .map(TupleGroupStatus::settings)
            .orElseGet(
                () ->
                    new TupleGroupSettings(
                        Paging.number(
                            "partitions", partitions, 1, TupleGroupSettings.MAX_PARTITIONS, 8),
                        Paging.number("copies", copies, 1, TupleGroupSettings.MAX_COPIES, 2)));
    TypedGroup<byte[], byte[]> target =
        new TypedGroup<>(group, Serializers.BYTES, Serializers.BYTES, settings);
    InputStreamReader in =
        new InputStreamReader(new LimitedReader(Checks.body(document), MAX_UPLOAD), UTF_8);
    TupleType keyType = TupleType.of("keys", keys);
    TupleType valueType = TupleType.of("values", values);
    return actions.call(
        "uploadTuples", group, reason, () -> upload(format, target, in, keyType, valueType));
  }

  private TupleTexts.Report upload(
      String format,
      TypedGroup<byte[], byte[]> target,
      InputStreamReader in,
      TupleType keys,
      TupleType values) {
    try {
      return switch (format) {
        case "csv" ->
            TupleTexts.uploadCsv(
                groups(),
                target,
                in,
                (number, row, out) -> {
                  if (row.size() != 2) {
                    throw new IllegalArgumentException(
                        row.size() + " fields: must be two, key and value");
                  }
                  out.write(keys.read(row.get(0)), values.read(row.get(1)));
                });
        case "lines" ->
            TupleTexts.uploadLines(
                groups(),
                target,
                in,
                (number, row, out) ->
                    out.write(Serializers.LONG.toBytes(number), values.read(row)));
        default ->
            throw Problem.of(
                    400, "not-allowed-value", "format is '" + format + "': must be csv or lines")
                .withField("format")
                .exception();
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the client went away
    }
  }

  @GET
  @Path("{group}/download")
  @Produces({"text/csv", "text/tab-separated-values"})
  @Needs(Role.VIEWER)
  public Response downloadTuples(
      @PathParam("group") String group,
      @QueryParam("format") @DefaultValue("csv") String format,
      @QueryParam("keys") String keys,
      @QueryParam("values") String values) {
    TupleGroupStatus status = require(group);
    TupleType keyType = TupleType.of("keys", keys);
    TupleType valueType = TupleType.of("values", values);
    boolean tabs = format.equals("tsv");
    if (!tabs && !format.equals("csv")) {
      throw Problem.of(400, "not-allowed-value", "format is '" + format + "': must be csv or tsv")
          .withField("format")
          .exception();
    }
    TupleGroups groups = groups();
    StreamingOutput stream =
        out -> {
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8));
          if (tabs) {
            TupleTexts.downloadLines(
                groups,
                bytes(status),
                writer,
                (key, value) -> plain(keyType.show(key)) + '\t' + plain(valueType.show(value)));
          } else {
            TupleTexts.downloadCsv(
                groups,
                bytes(status),
                writer,
                (key, value) -> List.of(keyType.show(key), valueType.show(value)));
          }
          writer.flush();
        };
    return Response.ok(stream, tabs ? "text/tab-separated-values" : "text/csv")
        .header("Content-Disposition", "attachment; filename=\"tuples." + format + "\"")
        .build();
  }

  /** Fields of tab-separated values can hold neither tabs nor ends of lines. */
  private static String plain(String text) {
    return text.replaceAll("[\\t\\r\\n]", " ");
  }

  private static TypedGroup<byte[], byte[]> bytes(TupleGroupStatus status) {
    return new TypedGroup<>(status.name(), Serializers.BYTES, Serializers.BYTES, status.settings());
  }

  private TupleGroupStatus require(String name) {
    return groups()
        .find(name)
        .orElseThrow(
            () ->
                Problem.of(404, "unknown-tuple-group", "there is no tuple group '" + name + "'")
                    .exception());
  }

  private TupleGroups groups() {
    return store.factory().jobs().groups();
  }

  private static String shortened(String text) {
    return text.substring(0, Math.min(MAX_SHOWN, text.length()));
  }
}
