package io.vmgate.simulator.selector;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What an object's fields must be. Only few fields can be asked for: name and namespace of every
 * type, and what the server indexes of pods, events and namespaces. No KubeVirt type declares more.
 */
public final class FieldSelector {
  public static final FieldSelector EVERYTHING = new FieldSelector(List.of());

  private static final Set<String> OF_ALL = Set.of("metadata.name", "metadata.namespace");
  private static final Set<String> OF_PODS =
      Set.of(
          "spec.nodeName",
          "spec.restartPolicy",
          "spec.schedulerName",
          "spec.serviceAccountName",
          "spec.hostNetwork",
          "status.phase",
          "status.podIP",
          "status.nominatedNodeName");
  private static final Set<String> OF_EVENTS =
      Set.of(
          "involvedObject.kind",
          "involvedObject.namespace",
          "involvedObject.name",
          "involvedObject.uid",
          "involvedObject.apiVersion",
          "involvedObject.resourceVersion",
          "involvedObject.fieldPath",
          "reason",
          "reportingComponent",
          "source",
          "type");
  private static final Set<String> OF_NAMESPACES = Set.of("status.phase");
  private static final Set<String> OF_NODES = Set.of("spec.unschedulable");
  private static final Set<String> OF_SERVICES = Set.of("spec.clusterIP", "spec.type");

  private final List<Term> terms;

  private FieldSelector(List<Term> terms) {
    this.terms = List.copyOf(terms);
  }

  /**
   * Read a selector such as {@code metadata.name=web,status.phase!=Running}.
   *
   * @throws SelectorException if it cannot be read, or the type does not offer the field
   */
  public static FieldSelector parse(ResourceType type, String text) {
    if (text.isBlank()) {
      return EVERYTHING;
    }
    List<Term> terms = new ArrayList<>();
    for (String part : text.split(",")) {
      if (!part.isBlank()) {
        terms.add(term(type, part.strip()));
      }
    }
    return new FieldSelector(terms);
  }

  /** Select the object of that name. */
  public static FieldSelector ofName(String name) {
    return new FieldSelector(List.of(new Term("metadata.name", true, name)));
  }

  public boolean matchesEverything() {
    return terms.isEmpty();
  }

  public boolean matches(StoredObject object) {
    JsonNode unpacked = null;
    for (Term term : terms) {
      String value;
      switch (term.field()) {
        case "metadata.name" -> value = object.name();
        case "metadata.namespace" -> value = object.namespace();
        default -> {
          if (unpacked == null) {
            unpacked = object.toNode();
          }
          value = read(unpacked, term.field());
        }
      }
      if (value.equals(term.value()) != term.equal()) {
        return false;
      }
    }
    return true;
  }

  private static String read(JsonNode object, String field) {
    if (field.equals("source")) {
      return Json.text(object, "source", "component");
    }
    JsonNode value = Json.at(object, field.split("\\."));
    if (value.isMissingNode() && field.equals("spec.unschedulable")) {
      return "false";
    }
    return value.asString("");
  }

  private static Term term(ResourceType type, String part) {
    int operator = part.indexOf('=');
    if (operator <= 0) {
      throw new SelectorException(
          "invalid selector: '" + part + "'; can't understand '" + part + "'");
    }
    boolean equal = part.charAt(operator - 1) != '!';
    String field = part.substring(0, equal ? operator : operator - 1).strip();
    boolean doubled = operator + 1 < part.length() && part.charAt(operator + 1) == '=';
    String value = part.substring(operator + (doubled ? 2 : 1)).strip();
    if (!isOffered(type, field)) {
      throw new SelectorException(
          type.custom()
              ? "field label not supported: " + field
              : "\""
                  + field
                  + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }
    return new Term(field, equal, value);
  }

  private static boolean isOffered(ResourceType type, String field) {
    if (OF_ALL.contains(field)) {
      return true;
    }
    if (type.equals(ResourceTypes.POD)) {
      return OF_PODS.contains(field);
    }
    if (type.equals(ResourceTypes.EVENT)) {
      return OF_EVENTS.contains(field);
    }
    if (type.equals(ResourceTypes.NAMESPACE)) {
      return OF_NAMESPACES.contains(field);
    }
    if (type.equals(ResourceTypes.NODE)) {
      return OF_NODES.contains(field);
    }
    return type.equals(ResourceTypes.SERVICE) && OF_SERVICES.contains(field);
  }

  private record Term(String field, boolean equal, String value) {}
}
