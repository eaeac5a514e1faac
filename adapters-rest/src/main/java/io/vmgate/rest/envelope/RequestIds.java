package io.vmgate.rest.envelope;

import io.micronaut.http.HttpRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** Give every request a name of its own, or take the one it brings. */
final class RequestIds {
  static final String HEADER = "X-Request-Id";
  private static final String ATTRIBUTE = "vmgate.request-id";
  private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final int RANDOM_BYTES = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  private RequestIds() {}

  /** The request's id; one that is missing or malformed is replaced, the same at every call. */
  static String of(HttpRequest<?> request) {
    return request
        .getAttribute(ATTRIBUTE, String.class)
        .orElseGet(
            () -> {
              String id = brought(request);
              request.setAttribute(ATTRIBUTE, id);
              return id;
            });
  }

  private static String brought(HttpRequest<?> request) {
    String id = request.getHeaders().get(HEADER);
    return id != null && ACCEPTED.matcher(id).matches() ? id : generated();
  }

  private static String generated() {
    byte[] bytes = new byte[RANDOM_BYTES];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
