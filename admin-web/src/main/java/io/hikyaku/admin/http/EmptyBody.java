package io.hikyaku.admin.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;

/**
 * A change without a document is one with the document null: a reason need not be given. An upload
 * may be empty.
 */
@Provider
@PreMatching
public class EmptyBody implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
    boolean changes = request.getMethod().equals("POST") || request.getMethod().equals("PUT");
    boolean upload = request.getUriInfo().getPath().endsWith("/tuples");
    if (changes && !upload && !request.hasEntity()) {
      request.getHeaders().putSingle(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON);
      request.setEntityStream(new ByteArrayInputStream("null".getBytes(US_ASCII)));
    }
  }
}
