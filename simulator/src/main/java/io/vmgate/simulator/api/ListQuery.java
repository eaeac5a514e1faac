package io.vmgate.simulator.api;

import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.selector.FieldSelector;
import io.vmgate.simulator.selector.LabelSelector;
import io.vmgate.simulator.selector.LabelSelectorParser;
import io.vmgate.simulator.selector.SelectorException;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.StoredObject;

/**
 * What a list or a watch asks for.
 *
 * @param limit 0 for no limit
 * @param resourceVersion as sent; empty if absent
 */
record ListQuery(
    LabelSelector labels,
    FieldSelector fields,
    long limit,
    String continueToken,
    String resourceVersion,
    String resourceVersionMatch) {

  /**
   * Read the query.
   *
   * @throws StatusException 400 for what cannot be read, 422 for what contradicts itself
   */
  static ListQuery of(ResourceType type, Exchange exchange) {
    LabelSelector labels;
    FieldSelector fields;
    try {
      labels = LabelSelectorParser.parse(exchange.query("labelSelector"));
    } catch (SelectorException broken) {
      throw StatusException.badRequest(broken.text());
    }
    try {
      fields = FieldSelector.parse(type, exchange.query("fieldSelector"));
    } catch (SelectorException broken) {
      throw StatusException.badRequest(
          exchange.flag("watch")
              ? broken.text()
              : "Unable to find \""
                  + type.apiVersion()
                  + ", Resource="
                  + type.plural()
                  + "\" that match label selector \""
                  + exchange.query("labelSelector")
                  + "\", field selector \""
                  + exchange.query("fieldSelector")
                  + "\": "
                  + broken.text());
    }
    ListQuery query =
        new ListQuery(
            labels,
            fields,
            number(exchange, "limit"),
            exchange.query("continue"),
            exchange.query("resourceVersion"),
            exchange.query("resourceVersionMatch"));
    query.check(exchange.hasQuery("sendInitialEvents"));
    return query;
  }

  private void check(boolean initialEventsAsked) {
    if (!resourceVersion.isEmpty() && version(resourceVersion) < 0) {
      throw StatusException.badRequest(
          "Invalid value: \""
              + resourceVersion
              + "\": strconv.ParseUint: parsing \""
              + resourceVersion
              + "\": invalid syntax");
    }
    if (!continueToken.isEmpty() && !resourceVersion.isEmpty() && !resourceVersion.equals("0")) {
      throw StatusException.badRequest(
          "specifying resource version is not allowed when using continue");
    }
    if (resourceVersionMatch.isEmpty()) {
      return;
    }
    if (resourceVersion.isEmpty() && !initialEventsAsked) {
      throw StatusException.badRequest(
          "resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided");
    }
    boolean exact = resourceVersionMatch.equals("Exact");
    if (!exact && !resourceVersionMatch.equals("NotOlderThan")) {
      throw StatusException.badRequest(
          "resourceVersionMatch: Unsupported value: \""
              + resourceVersionMatch
              + "\": supported values: \"Exact\", \"NotOlderThan\", \"\"");
    }
    if (exact && resourceVersion.equals("0")) {
      throw StatusException.badRequest(
          "resourceVersionMatch: Forbidden: resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
    }
  }

  /** Narrow the query to the object of that name. */
  ListQuery named(String name) {
    return new ListQuery(
        labels,
        FieldSelector.ofName(name),
        limit,
        continueToken,
        resourceVersion,
        resourceVersionMatch);
  }

  boolean matches(StoredObject object) {
    return labels.matches(object) && fields.matches(object);
  }

  boolean selectsEverything() {
    return labels.requirements().isEmpty() && fields.matchesEverything();
  }

  /** Read a version: -1 if the text is none. */
  static long version(String text) {
    try {
      return Math.max(-1, Long.parseLong(text));
    } catch (NumberFormatException noNumber) {
      return -1;
    }
  }

  private static long number(Exchange exchange, String name) {
    String text = exchange.query(name);
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Math.max(0, Long.parseLong(text));
    } catch (NumberFormatException noNumber) {
      throw StatusException.badRequest(
          name
              + ": Invalid value: \""
              + text
              + "\": strconv.ParseInt: parsing \""
              + text
              + "\": invalid syntax");
    }
  }
}
