package io.vmgate.rest.docs;

import io.micronaut.core.io.ResourceLoader;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Hidden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;

/** Serve the contract's description: JSON for programs, a page for people. */
@Hidden
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
class DocsController {
  private static final String DOCUMENT = "classpath:META-INF/swagger/vmgate-1.json";

  private final byte[] document;

  DocsController(ResourceLoader resources) {
    try (InputStream stream =
        resources
            .getResourceAsStream(DOCUMENT)
            .orElseThrow(() -> new IllegalStateException(DOCUMENT + " was not generated"))) {
      document = stream.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The OpenAPI document; also under the name that generators look for. */
  @Get(uris = {"/openapi", "/openapi.json"})
  @Produces(MediaType.APPLICATION_JSON)
  byte[] openapi() {
    return document;
  }

  @Get(uris = {"/docs", "/swagger-ui"})
  HttpResponse<?> docs() {
    return HttpResponse.redirect(URI.create("/docs/index.html"));
  }
}
