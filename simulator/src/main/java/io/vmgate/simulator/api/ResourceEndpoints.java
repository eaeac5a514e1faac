package io.vmgate.simulator.api;

import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.StoredObject;

/** The verbs that every type has, as rows of the routing table. */
final class ResourceEndpoints {
  private final ObjectStore store;
  private final ObjectLists lists;
  private final Watches watches;
  private final WriteEndpoints writes;

  ResourceEndpoints(ObjectStore store, Watches watches, WriteEndpoints writes) {
    this.store = store;
    this.lists = new ObjectLists(store);
    this.watches = watches;
    this.writes = writes;
  }

  void addTo(RoutingTable table, ResourceType type) {
    table.add(type.group(), type.version(), type.plural(), "", (path, e) -> whole(type, path, e));
    if (type.hasStatus()) {
      table.add(
          type.group(),
          type.version(),
          type.plural(),
          "status",
          (path, e) -> status(type, path, e));
    }
  }

  private void whole(ResourceType type, ApiPath path, Exchange exchange) {
    if (type.namespaced() == path.namespace().isEmpty() && !path.name().isEmpty()) {
      throw StatusException.noSuchResource();
    }
    if (path.name().isEmpty()) {
      collection(type, path, exchange);
    } else {
      object(type, path, exchange);
    }
  }

  private void collection(ResourceType type, ApiPath path, Exchange exchange) {
    switch (exchange.method()) {
      case "GET" -> {
        if (exchange.flag("watch")) {
          watches.answer(type, path, exchange);
        } else {
          lists.answer(type, path, exchange);
        }
      }
      case "POST" -> writes.create(type, path, exchange);
      case "DELETE" -> writes.deleteCollection(type, path, exchange);
      default -> throw StatusException.methodNotAllowed();
    }
  }

  private void object(ResourceType type, ApiPath path, Exchange exchange) {
    switch (exchange.method()) {
      case "GET" -> {
        if (exchange.flag("watch")) {
          watches.answerOne(type, path, exchange);
        } else {
          read(type, path, exchange);
        }
      }
      case "PUT" -> writes.replace(type, path, exchange, ObjectWrites.Part.WHOLE);
      case "PATCH" -> writes.patch(type, path, exchange, ObjectWrites.Part.WHOLE);
      case "DELETE" -> writes.delete(type, path, exchange);
      default -> throw StatusException.methodNotAllowed();
    }
  }

  private void status(ResourceType type, ApiPath path, Exchange exchange) {
    switch (exchange.method()) {
      case "GET" -> read(type, path, exchange);
      case "PUT" -> writes.replace(type, path, exchange, ObjectWrites.Part.STATUS);
      case "PATCH" -> writes.patch(type, path, exchange, ObjectWrites.Part.STATUS);
      default -> throw StatusException.methodNotAllowed();
    }
  }

  private void read(ResourceType type, ApiPath path, Exchange exchange) {
    StoredObject object =
        store
            .find(type, type.key(path.namespace(), path.name()))
            .orElseThrow(() -> StatusException.notFound(type, path.name()));
    switch (Accepted.of(exchange)) {
      case TABLE ->
          exchange.reply(
              200,
              Replies.JSON,
              new Tables(type, exchange.query("includeObject")).ofOne(object.toNode(), true));
      case PARTIAL -> Replies.json(exchange, 200, Partials.of(object.toNode()));
      case OBJECT -> exchange.reply(200, Replies.JSON, object.toBytes());
    }
  }
}
