package io.vmgate.rest;

import io.vmgate.rest.docs.SwaggerUi;
import java.util.HashMap;
import java.util.Map;

/** Hold the framework's settings that the contract depends on, so that every program has them. */
public final class RestSettings {
  private RestSettings() {}

  /** The settings by name; an operator's own configuration may still override them. */
  public static Map<String, Object> defaults() {
    Map<String, Object> settings = new HashMap<>();
    // Null fields and empty lists belong to the contract's shapes.
    settings.put("micronaut.serde.serialization.inclusion", "ALWAYS");
    // A route or method that does not exist is 404 or 405 to everybody, not 401.
    settings.put("micronaut.security.reject-not-found", false);
    settings.put("micronaut.security.endpoints.login.enabled", false);
    settings.put("micronaut.security.endpoints.logout.enabled", false);
    settings.put("micronaut.security.token.name-key", "sub");
    settings.put("micronaut.security.token.roles-name", "roles");
    settings.put("micronaut.server.max-request-size", "1MB");
    settings.put("micronaut.server.date-header", true);
    settings.put("micronaut.server.server-header", "VMGate");
    settings.put(
        "micronaut.router.static-resources.swagger-ui.paths",
        "classpath:META-INF/resources/webjars/swagger-ui/" + SwaggerUi.version());
    settings.put("micronaut.router.static-resources.swagger-ui.mapping", "/docs/assets/**");
    settings.put("micronaut.router.static-resources.docs.paths", "classpath:io/vmgate/rest/docs");
    settings.put("micronaut.router.static-resources.docs.mapping", "/docs/**");
    settings.put("endpoints.health.details-visible", "ANONYMOUS");
    return settings;
  }
}
