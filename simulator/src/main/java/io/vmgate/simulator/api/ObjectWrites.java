package io.vmgate.simulator.api;

import io.vmgate.simulator.store.Deletions;
import io.vmgate.simulator.store.IdSource;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import io.vmgate.simulator.store.Timestamps;
import java.time.InstantSource;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Creates and changes objects by the rules of the API server, without HTTP. */
public final class ObjectWrites {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final String NAME_RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start"
          + " and end with an alphanumeric character (e.g. 'example.com', regex used for validation is"
          + " '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

  /** What is generated is a label, whatever the type allows. */
  private static final int LONGEST_PREFIX = 58;

  private static final Pattern SERVICE_NAME = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
  private static final String SERVICE_NAME_RULE =
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character,"
          + " and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is"
          + " '[a-z]([-a-z0-9]*[a-z0-9])?')";

  private final ObjectStore store;
  private final Deletions deletions;
  private final Admission admission;
  private final IdSource ids;
  private final InstantSource clock;

  ObjectWrites(
      ObjectStore store,
      Deletions deletions,
      Admission admission,
      IdSource ids,
      InstantSource clock) {
    this.store = store;
    this.deletions = deletions;
    this.admission = admission;
    this.ids = ids;
    this.clock = clock;
  }

  /** Which part of an object a write is about. */
  public enum Part {
    WHOLE,
    STATUS
  }

  /**
   * Create an object.
   *
   * @param dryRun whether to stop after all checks
   * @return the object as stored
   */
  ObjectNode create(ResourceType type, String namespace, ObjectNode body, boolean dryRun) {
    checkKind(type, body);
    ObjectNode object = typed(type, body);
    ObjectNode metadata = Json.metadata(object);
    place(type, namespace, metadata);
    if (!Json.text(metadata, "resourceVersion").isEmpty()) {
      throw StatusException.badRequest(
          "resourceVersion should not be set on objects to be created");
    }
    if (type.hasStatus()) {
      object.remove("status");
    }
    return store.inTransaction(
        () -> {
          checkNamespace(type, namespace, Json.name(object));
          name(type, metadata);
          metadata.put("uid", ids.uid());
          metadata.put("creationTimestamp", Timestamps.of(clock.instant()));
          metadata.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "selfLink"));
          if (type.counted()) {
            metadata.put("generation", 1);
          }
          admission.complete(type, object);
          admission.checkNew(type, object);
          // As in the server, last: what is checked and given away comes before the name.
          if (store.find(type, type.key(namespace, Json.name(object))).isPresent()) {
            throw StatusException.alreadyExists(type, Json.name(object));
          }
          return dryRun ? object : store.put(type, object).toNode();
        });
  }

  /** Replace an object or its status by what a client sent. */
  ObjectNode replace(
      ResourceType type,
      String namespace,
      String name,
      ObjectNode body,
      Part part,
      boolean dryRun) {
    checkKind(type, body);
    if (!Json.name(body).isEmpty() && !Json.name(body).equals(name)) {
      throw StatusException.badRequest(
          "the name of the object ("
              + Json.name(body)
              + ") does not match the name on the URL ("
              + name
              + ")");
    }
    if (type.custom() && Json.text(body, "metadata", "resourceVersion").isEmpty()) {
      if (store.find(type, type.key(namespace, name)).isEmpty()) {
        throw StatusException.notFound(type, name);
      }
      throw StatusException.invalid(
          type,
          name,
          List.of(
              new StatusException.Cause(
                  "FieldValueInvalid",
                  "Invalid value: 0x0: must be specified for an update",
                  "metadata.resourceVersion")));
    }
    return change(type, namespace, name, part, dryRun, _ -> typed(type, body));
  }

  /**
   * Change an object by a function of its present state.
   *
   * @param edit gets a copy; a resourceVersion that it sets must be the present one
   */
  public ObjectNode change(
      ResourceType type,
      String namespace,
      String name,
      Part part,
      boolean dryRun,
      UnaryOperator<ObjectNode> edit) {
    return store.inTransaction(
        () -> {
          String key = type.key(namespace, name);
          StoredObject stored =
              store.find(type, key).orElseThrow(() -> StatusException.notFound(type, name));
          ObjectNode present = stored.toNode();
          ObjectNode wanted = edit.apply(present.deepCopy());
          checkPreconditions(type, name, present, wanted);
          ObjectNode next = combined(type, present, wanted, part);
          admission.checkChange(type, present, next);
          if (next.equals(present)) {
            return present;
          }
          countGeneration(type, present, next);
          return dryRun ? next : deletions.putOrRemove(type, key, next).toNode();
        });
  }

  private static void checkPreconditions(
      ResourceType type, String name, ObjectNode present, ObjectNode wanted) {
    String version = Json.text(wanted, "metadata", "resourceVersion");
    if (!version.isEmpty() && !version.equals(Json.text(present, "metadata", "resourceVersion"))) {
      throw StatusException.modified(type, name);
    }
    String uid = Json.uid(wanted);
    if (!uid.isEmpty() && !uid.equals(Json.uid(present))) {
      throw StatusException.conflict(
          type,
          name,
          "Precondition failed: UID in precondition: "
              + uid
              + ", UID in object meta: "
              + Json.uid(present));
    }
    if (!Json.name(wanted).equals(name) && !Json.name(wanted).isEmpty()) {
      throw StatusException.badRequest(
          "the name of the object ("
              + Json.name(wanted)
              + ") does not match the name on the URL ("
              + name
              + ")");
    }
  }

  /** Take from the client what it may change; identity and deletion stay the server's. */
  private static ObjectNode combined(
      ResourceType type, ObjectNode present, ObjectNode wanted, Part part) {
    if (part == Part.STATUS) {
      ObjectNode next = present.deepCopy();
      if (wanted.has("status")) {
        next.set("status", wanted.path("status"));
      } else {
        next.remove("status");
      }
      return next;
    }
    ObjectNode next = typed(type, wanted);
    if (type.hasStatus()) {
      if (present.has("status")) {
        next.set("status", present.path("status"));
      } else {
        next.remove("status");
      }
    }
    ObjectNode metadata = Json.metadata(next);
    ObjectNode before = Json.metadata(present);
    for (String field :
        List.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "generateName",
            "deletionTimestamp",
            "deletionGracePeriodSeconds")) {
      if (before.has(field)) {
        metadata.set(field, before.path(field));
      } else {
        metadata.remove(field);
      }
    }
    for (String field : List.of("labels", "annotations", "finalizers", "ownerReferences")) {
      if (metadata.path(field).isEmpty() && !before.has(field)) {
        metadata.remove(field);
      }
    }
    return next;
  }

  private static void countGeneration(ResourceType type, ObjectNode present, ObjectNode next) {
    if (!type.counted()) {
      return;
    }
    ObjectNode before = present.deepCopy();
    ObjectNode after = next.deepCopy();
    before.remove("metadata");
    after.remove("metadata");
    if (type.hasStatus()) {
      before.remove("status");
      after.remove("status");
    }
    if (!before.equals(after)) {
      ObjectNode metadata = Json.metadata(next);
      metadata.put("generation", metadata.path("generation").longValue(0) + 1);
    }
  }

  private static void checkKind(ResourceType type, ObjectNode body) {
    String kind = Json.text(body, "kind");
    String apiVersion = Json.text(body, "apiVersion");
    if (!kind.isEmpty() && !kind.equals(type.kind())) {
      throw StatusException.badRequest(
          kind
              + " in version \""
              + type.version()
              + "\" cannot be handled as a "
              + type.kind()
              + ": no kind \""
              + kind
              + "\" is registered for version \""
              + apiVersion
              + "\"");
    }
    if (!apiVersion.isEmpty() && !apiVersion.equals(type.apiVersion())) {
      throw StatusException.badRequest(
          "the API version in the data ("
              + apiVersion
              + ") does not match the expected API version ("
              + type.apiVersion()
              + ")");
    }
  }

  /** Copy an object with apiVersion and kind first. */
  private static ObjectNode typed(ResourceType type, ObjectNode body) {
    ObjectNode object = Json.object();
    object.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    body.forEachEntry(
        (field, value) -> {
          if (!field.equals("apiVersion") && !field.equals("kind")) {
            object.set(field, value.deepCopy());
          }
        });
    return object;
  }

  private static void place(ResourceType type, String namespace, ObjectNode metadata) {
    if (!type.namespaced()) {
      metadata.remove("namespace");
      return;
    }
    String own = Json.text(metadata, "namespace");
    if (!own.isEmpty() && !own.equals(namespace)) {
      throw StatusException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    metadata.put("namespace", namespace);
  }

  private void checkNamespace(ResourceType type, String namespace, String name) {
    if (!type.namespaced()) {
      return;
    }
    JsonNode found = store.read(ResourceTypes.NAMESPACE, "", namespace);
    if (found == null) {
      throw StatusException.notFound(ResourceTypes.NAMESPACE, namespace);
    }
    if (Json.isBeingDeleted(found)) {
      throw StatusException.forbidden(
          type,
          name,
          "unable to create new content in namespace "
              + namespace
              + " because it is being terminated");
    }
  }

  private void name(ResourceType type, ObjectNode metadata) {
    String name = Json.text(metadata, "name");
    if (name.isEmpty()) {
      String prefix = Json.text(metadata, "generateName");
      if (prefix.isEmpty()) {
        throw StatusException.invalid(
            type,
            "",
            List.of(
                new StatusException.Cause(
                    "FieldValueRequired",
                    "Required value: name or generateName is required",
                    "metadata.name")));
      }
      name = prefix.substring(0, Math.min(prefix.length(), LONGEST_PREFIX)) + ids.suffix();
      metadata.put("name", name);
    }
    boolean label = type.equals(ResourceTypes.SERVICE);
    int longest = label ? 63 : 253;
    FieldErrors errors = new FieldErrors();
    if (name.length() > longest) {
      errors.invalid(
          "metadata.name",
          metadata.path("name"),
          "must be no more than " + longest + " characters");
    }
    if (!(label ? SERVICE_NAME : NAME).matcher(name).matches()) {
      errors.invalid("metadata.name", metadata.path("name"), label ? SERVICE_NAME_RULE : NAME_RULE);
    }
    errors.raise(type, name);
  }
}
