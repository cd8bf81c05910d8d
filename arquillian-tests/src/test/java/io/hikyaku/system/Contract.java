package io.hikyaku.system;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request.Method;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolverFactory;
import com.atlassian.oai.validator.report.ValidationReport;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.util.ArrayList;
import java.util.List;

/** The OpenAPI document as a node serves it, and what answers must look like by it. */
final class Contract {

  private final OpenAPI document;
  private final List<String> faults;
  private final OpenApiInteractionValidator validator;

  Contract(String text) {
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    SwaggerParseResult result = new OpenAPIV3Parser().readContents(text, null, options);
    document = result.getOpenAPI();
    faults = result.getMessages();
    validator =
        OpenApiInteractionValidator.createForInlineApiSpecification(text)
            .withBasePathOverride("/")
            .withLevelResolver(LevelResolverFactory.withAdditionalPropertiesIgnored())
            .build();
  }

  /** What is wrong with the document itself. */
  List<String> faults() {
    return faults;
  }

  /** An operation with the role it needs; null if it needs none. */
  record Described(String method, String path, String id, String role) {}

  List<Described> operations() {
    List<Described> all = new ArrayList<>();
    document
        .getPaths()
        .forEach(
            (path, item) ->
                item.readOperationsMap()
                    .forEach((method, operation) -> all.add(described(path, method, operation))));
    return all;
  }

  private static Described described(String path, PathItem.HttpMethod method, Operation operation) {
    Object role =
        operation.getExtensions() == null ? null : operation.getExtensions().get("x-required-role");
    return new Described(
        method.name(), path, operation.getOperationId(), role == null ? null : role.toString());
  }

  /** Fails if an answer is not as the document says. */
  void check(String method, String path, Curl.Answer answer) {
    SimpleResponse.Builder response = SimpleResponse.Builder.status(answer.status());
    String type = answer.header("content-type");
    if (type != null) {
      response.withContentType(type);
    }
    if (!answer.body().isEmpty()) {
      response.withBody(answer.body());
    }
    String plain = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    ValidationReport report =
        validator.validateResponse(plain, Method.valueOf(method), response.build());
    if (report.hasErrors()) {
      throw new AssertionError(
          method + " " + path + ": " + report.getMessages() + "\n" + answer.body());
    }
  }
}
