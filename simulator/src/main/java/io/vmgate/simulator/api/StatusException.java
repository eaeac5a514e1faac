package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceType;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A refusal; the texts are those of the API server (k8s.io/apimachinery, api/errors). */
public final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;
  private final transient ObjectNode body;

  private StatusException(int code, String reason, String message, @Nullable ObjectNode details) {
    super(message, null, false, false);
    this.code = code;
    this.body = failure(code, reason, message, details);
  }

  /** Give the HTTP status. */
  public int code() {
    return code;
  }

  /** Give the Status object to answer with. */
  public ObjectNode body() {
    return body;
  }

  /** What is wrong with one field. */
  public record Cause(String reason, String message, String field) {}

  public static StatusException notFound(ResourceType type, String name) {
    return new StatusException(
        404,
        "NotFound",
        type.qualifiedPlural() + " \"" + name + "\" not found",
        details(type, name, type.plural()));
  }

  /** The path leads to no resource. */
  public static StatusException noSuchResource() {
    return new StatusException(
        404, "NotFound", "the server could not find the requested resource", Json.object());
  }

  public static StatusException alreadyExists(ResourceType type, String name) {
    return new StatusException(
        409,
        "AlreadyExists",
        type.qualifiedPlural() + " \"" + name + "\" already exists",
        details(type, name, type.plural()));
  }

  /** The object changed since the client read it. */
  public static StatusException modified(ResourceType type, String name) {
    return conflict(
        type,
        name,
        "the object has been modified; please apply your changes to the latest version and try again");
  }

  public static StatusException conflict(ResourceType type, String name, String why) {
    return new StatusException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + type.qualifiedPlural() + " \"" + name + "\": " + why,
        details(type, name, type.plural()));
  }

  /** The object breaks a rule of its type. */
  public static StatusException invalid(ResourceType type, String name, List<Cause> causes) {
    StringBuilder all = new StringBuilder();
    for (Cause cause : causes) {
      all.append(all.isEmpty() ? "" : ", ")
          .append(cause.field())
          .append(": ")
          .append(cause.message());
    }
    ObjectNode details = details(type, name, type.kind());
    ArrayNode list = details.putArray("causes");
    for (Cause cause : causes) {
      list.addObject()
          .put("reason", cause.reason())
          .put("message", cause.message())
          .put("field", cause.field());
    }
    return new StatusException(
        422,
        "Invalid",
        type.qualifiedKind()
            + " \""
            + name
            + "\" is invalid: "
            + (causes.size() == 1 ? all : "[" + all + "]"),
        details);
  }

  /**
   * A webhook refused the object (KubeVirt: validating webhooks answer 422 with their own text).
   */
  public static StatusException denied(String webhook, List<Cause> causes) {
    StringBuilder all = new StringBuilder();
    ObjectNode details = Json.object();
    ArrayNode list = details.putArray("causes");
    for (Cause cause : causes) {
      all.append(all.isEmpty() ? "" : ", ").append(cause.message());
      list.addObject()
          .put("reason", cause.reason())
          .put("message", cause.message())
          .put("field", cause.field());
    }
    return new StatusException(
        422,
        "Invalid",
        "admission webhook \"" + webhook + "\" denied the request: " + all,
        details);
  }

  /** A JSON patch does not fit the object; the server keeps the reason to itself. */
  public static StatusException patchRefused() {
    return new StatusException(
        422,
        "Invalid",
        "the server rejected our request due to an error in our request",
        Json.object());
  }

  public static StatusException badRequest(String message) {
    return new StatusException(400, "BadRequest", message, null);
  }

  public static StatusException unauthorized() {
    return new StatusException(401, "Unauthorized", "Unauthorized", null);
  }

  public static StatusException forbidden(ResourceType type, String name, String why) {
    return new StatusException(
        403,
        "Forbidden",
        type.qualifiedPlural() + " \"" + name + "\" is forbidden: " + why,
        details(type, name, type.plural()));
  }

  public static StatusException methodNotAllowed() {
    return new StatusException(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        Json.object());
  }

  public static StatusException unsupportedMediaType(String accepted) {
    return new StatusException(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include: "
            + accepted,
        Json.object());
  }

  /** History before a version is gone. */
  public static StatusException expired(String message) {
    return new StatusException(410, "Expired", message, null);
  }

  /** A page token is too old; the Status carries one that goes on without consistency. */
  public static StatusException continueExpired(String inconsistentToken) {
    StatusException expired =
        expired(
            "The provided continue parameter is too old to display a consistent list result. You can start a new"
                + " list without the continue parameter, or use the continue token in this response to retrieve the"
                + " remainder of the results. Continuing with the provided token results in an inconsistent list -"
                + " objects that were created, modified, or deleted between the time the first chunk was returned and"
                + " now may show up in the list.");
    Json.metadata(expired.body()).put("continue", inconsistentToken);
    return expired;
  }

  /** The version asked for lies in the future. */
  public static StatusException tooLargeVersion(long asked, long current) {
    ObjectNode details = Json.object();
    details
        .putArray("causes")
        .addObject()
        .put("reason", "ResourceVersionTooLarge")
        .put("message", "Too large resource version");
    details.put("retryAfterSeconds", 1);
    return new StatusException(
        504,
        "Timeout",
        "Timeout: Too large resource version: " + asked + ", current: " + current,
        details);
  }

  public static StatusException internal(String message) {
    ObjectNode details = Json.object();
    details.putArray("causes").addObject().put("message", message);
    return new StatusException(
        500, "InternalError", "Internal error occurred: " + message, details);
  }

  /** The server is overloaded; the header Retry-After says the same number. */
  public static StatusException tooManyRequests(int retryAfterSeconds) {
    ObjectNode details = Json.object();
    details.put("retryAfterSeconds", retryAfterSeconds);
    return new StatusException(
        429, "TooManyRequests", "Too many requests, please try again later.", details);
  }

  public static StatusException unavailable() {
    return new StatusException(
        503, "ServiceUnavailable", "the server is currently unable to handle the request", null);
  }

  /**
   * KubeVirt's own server finds no such object; it names kinds in the singular and in lower case
   * (KubeVirt: pkg/virt-api/rest), as do the two refusals below.
   */
  public static StatusException callNotFound(ResourceType type, String name) {
    return new StatusException(
        404,
        "NotFound",
        qualifiedSingular(type) + " \"" + name + "\" not found",
        details(type, name, type.singular()));
  }

  /** The object's state does not allow the call. */
  public static StatusException callConflict(ResourceType type, String name, String why) {
    return new StatusException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + qualifiedSingular(type) + " \"" + name + "\": " + why,
        details(type, name, type.singular()));
  }

  /** The object's spec does not allow the call. */
  public static StatusException callForbidden(ResourceType type, String name, String why) {
    return new StatusException(
        403,
        "Forbidden",
        qualifiedSingular(type) + " \"" + name + "\" is forbidden: " + why,
        details(type, name, type.singular()));
  }

  private static String qualifiedSingular(ResourceType type) {
    return type.singular() + "." + type.group();
  }

  private static ObjectNode details(ResourceType type, String name, String kind) {
    ObjectNode details = Json.object();
    details.put("name", name);
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    return details.put("kind", kind);
  }

  private static ObjectNode failure(
      int code, String reason, String message, @Nullable ObjectNode details) {
    ObjectNode status = Json.object();
    status.put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", message).put("reason", reason);
    if (details != null) {
      status.set("details", details);
    }
    return status.put("code", code);
  }
}
