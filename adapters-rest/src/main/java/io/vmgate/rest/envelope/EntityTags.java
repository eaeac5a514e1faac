package io.vmgate.rest.envelope;

import io.micronaut.core.annotation.Order;
import io.micronaut.core.order.Ordered;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Tag every answer to a GET with a hash of its content, and answer 304 to who has it already (RFC
 * 9110 §8.8.3, §13.1.2). The content decides alone, so that all replicas give the same tag.
 */
@ServerFilter("/api/v1/**")
@Order(Ordered.LOWEST_PRECEDENCE)
public class EntityTags {
  private static final int TAG_BYTES = 16;

  private final JsonMapper json;

  EntityTags(JsonMapper json) {
    this.json = json;
  }

  /**
   * Tell whether a request that names what it has by {@code If-None-Match} names something else
   * than this.
   *
   * @param body as it would be answered
   */
  public boolean isNews(HttpRequest<?> request, Envelope<?> body) {
    String known = request.getHeaders().get(HttpHeaders.IF_NONE_MATCH);
    try {
      return known != null && !isKnown(known, tagOf(json.writeValueAsBytes(body)));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // nothing is written but memory
    }
  }

  @ResponseFilter
  @Nullable HttpResponse<?> tag(HttpRequest<?> request, MutableHttpResponse<?> response)
      throws IOException {
    Object body = response.body();
    if (request.getMethod() != HttpMethod.GET
        || response.status() != HttpStatus.OK
        || !(body instanceof Envelope<?> || body instanceof byte[])) {
      return null;
    }
    byte[] content = body instanceof byte[] image ? image : json.writeValueAsBytes(body);
    String tag = tagOf(content);
    response.header(HttpHeaders.ETAG, tag);
    if (isKnown(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH), tag)) {
      return response.status(HttpStatus.NOT_MODIFIED).body(null);
    }
    if (body instanceof Envelope<?>) {
      response.body(content).contentType(MediaType.APPLICATION_JSON_TYPE);
    }
    return null;
  }

  /** Weak comparison: what a proxy marked as weak by compressing it is still the same answer. */
  private static boolean isKnown(@Nullable String known, String tag) {
    return known != null
        && Arrays.stream(known.split(","))
            .map(String::strip)
            .anyMatch(one -> one.equals("*") || one.equals(tag) || one.equals("W/" + tag));
  }

  private static String tagOf(byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(content);
      return '"'
          + Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(hash, TAG_BYTES))
          + '"';
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
