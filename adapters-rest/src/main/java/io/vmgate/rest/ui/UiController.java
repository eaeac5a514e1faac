package io.vmgate.rest.ui;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Serve the web console. Every address that is no file is one of its pages, which it finds itself.
 */
@Hidden
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
class UiController {
  private static final String HASHED = "assets/";

  /**
   * Scripts of this server alone, and none within the page. Styles may be set by scripts: the
   * terminal writes its own, with the colours that a person chose. Pictures and films are made of
   * the machines' screens.
   */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
          + " img-src 'self' data: blob:; font-src 'self'; media-src blob:; connect-src 'self'; manifest-src 'self';"
          + " worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png",
          "woff2", "font/woff2",
          "webmanifest", "application/manifest+json");

  private static final List<Encoding> ENCODINGS =
      List.of(new Encoding("br", ".br"), new Encoding("gzip", ".gz"));

  private final UiFiles files;

  UiController(UiFiles files) {
    this.files = files;
  }

  /** How the build has compressed a file beforehand. */
  private record Encoding(String name, String ending) {}

  @Get("/")
  HttpResponse<?> root() {
    return HttpResponse.temporaryRedirect(
        URI.create(files.areThere() ? "/ui/" : "/docs/index.html"));
  }

  @Get("/ui/{+path}")
  @Nullable HttpResponse<?> file(HttpRequest<?> request, String path) {
    boolean isFile = path.lastIndexOf('.') > path.lastIndexOf('/');
    String name = isFile ? path : UiFiles.FIRST_PAGE;
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    return type == null
        ? null // which is 404
        : files.find(name).map(content -> answer(request, name, type, content)).orElse(null);
  }

  @Get("/ui")
  @Nullable HttpResponse<?> firstPage(HttpRequest<?> request) {
    return file(request, "");
  }

  private HttpResponse<?> answer(HttpRequest<?> request, String name, String type, byte[] content) {
    MutableHttpResponse<byte[]> response = HttpResponse.ok(content);
    for (Encoding encoding : ENCODINGS) {
      Optional<byte[]> compressed = files.find(name + encoding.ending());
      if (compressed.isPresent() && accepts(request, encoding.name())) {
        response.body(compressed.get()).header(HttpHeaders.CONTENT_ENCODING, encoding.name());
        break;
      }
    }
    return response
        .contentType(MediaType.of(type))
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING)
        .header(
            HttpHeaders.CACHE_CONTROL,
            name.startsWith(HASHED) ? "public, max-age=31536000, immutable" : "no-cache")
        .header("Content-Security-Policy", POLICY)
        .header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin");
  }

  private static boolean accepts(HttpRequest<?> request, String encoding) {
    return List.of(
            request.getHeaders().get(HttpHeaders.ACCEPT_ENCODING, String.class, "").split(","))
        .stream()
        .map(one -> one.replace(" ", ""))
        .anyMatch(
            one -> one.equals(encoding) || one.startsWith(encoding + ";") && !one.endsWith(";q=0"));
  }
}
