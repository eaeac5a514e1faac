package io.vmgate.simulator.api;

import io.netty.buffer.ByteBuf;
import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.store.HistoryGoneException;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.Snapshot;
import io.vmgate.simulator.store.StoredObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Answers GET of a collection: picks what is asked for and streams it, one buffer at a time. */
final class ObjectLists {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final ObjectStore store;

  ObjectLists(ObjectStore store) {
    this.store = store;
  }

  void answer(ResourceType type, ApiPath path, Exchange exchange) {
    ListQuery query = ListQuery.of(type, exchange);
    Page page = page(type, path.namespace(), query);
    switch (Accepted.of(exchange)) {
      case TABLE -> {
        Tables tables = new Tables(type, exchange.query("includeObject"));
        stream(
            page,
            exchange,
            new Shape(
                tables.head(page.metadata(), true),
                object -> Json.bytes(tables.row(object.toNode()))));
      }
      case PARTIAL ->
          stream(
              page,
              exchange,
              new Shape(
                  head("PartialObjectMetadata", "meta.k8s.io/v1", page),
                  object -> Json.bytes(Partials.of(object.toNode()))));
      case OBJECT -> stream(type, page, exchange);
    }
  }

  private Page page(ResourceType type, String namespace, ListQuery query) {
    Snapshot snapshot;
    String after = "";
    if (query.continueToken().isEmpty()) {
      snapshot = first(type, namespace, query);
    } else {
      ContinueToken token = ContinueToken.decoded(query.continueToken());
      after = token.after();
      try {
        snapshot =
            token.version() < 0
                ? store.snapshot(type, namespace)
                : store.snapshotAt(type, namespace, token.version());
      } catch (HistoryGoneException gone) {
        throw StatusException.continueExpired(new ContinueToken(-1, after).encoded());
      }
    }
    return cut(snapshot, after, query);
  }

  private Snapshot first(ResourceType type, String namespace, ListQuery query) {
    long asked = ListQuery.version(query.resourceVersion());
    if (asked <= 0) {
      return store.snapshot(type, namespace);
    }
    long current = store.version();
    if (asked > current) {
      throw StatusException.tooLargeVersion(asked, current);
    }
    // Without a match rule the server keeps an old one: with a limit the version is exact.
    boolean exact =
        query.resourceVersionMatch().equals("Exact")
            || (query.resourceVersionMatch().isEmpty() && query.limit() > 0);
    if (!exact) {
      return store.snapshot(type, namespace);
    }
    try {
      return store.snapshotAt(type, namespace, asked);
    } catch (HistoryGoneException gone) {
      throw StatusException.expired("The resourceVersion for the provided list is too old.");
    }
  }

  private static Page cut(Snapshot snapshot, String after, ListQuery query) {
    List<StoredObject> objects = snapshot.objects();
    int from = after.isEmpty() ? 0 : firstAfter(objects, after);
    // The watch cache answers version 0 and has no pages.
    long limit =
        query.limit() == 0 || query.resourceVersion().equals("0") ? Long.MAX_VALUE : query.limit();
    if (query.selectsEverything() && limit == Long.MAX_VALUE && from == 0) {
      return new Page(snapshot.version(), objects, "", 0);
    }
    List<StoredObject> chosen = new ArrayList<>();
    int at = from;
    while (at < objects.size() && chosen.size() < limit) {
      StoredObject object = objects.get(at++);
      if (query.matches(object)) {
        chosen.add(object);
      }
    }
    boolean more = at < objects.size() && chosen.size() == limit;
    String next =
        more ? new ContinueToken(snapshot.version(), objects.get(at - 1).key()).encoded() : "";
    return new Page(
        snapshot.version(),
        chosen,
        next,
        more && query.selectsEverything() ? objects.size() - at : 0);
  }

  private static int firstAfter(List<StoredObject> objects, String key) {
    int low = 0;
    int high = objects.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (objects.get(middle).key().compareTo(key) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private static void stream(ResourceType type, Page page, Exchange exchange) {
    Exchange.Body body = exchange.begin(Replies.JSON);
    ByteBuf buffer = body.buffer(BUFFER_BYTES);
    buffer.writeBytes(head(type.kind(), type.apiVersion(), page).getBytes(StandardCharsets.UTF_8));
    byte[] scratch = new byte[16 * 1024];
    boolean first = true;
    for (StoredObject object : page.objects()) {
      int size = object.size(type.custom());
      if (size > scratch.length) {
        scratch = new byte[size * 2];
      }
      if (buffer.readableBytes() + size + 1 > BUFFER_BYTES && buffer.isReadable()) {
        body.write(buffer);
        body.flush();
        buffer = body.buffer(Math.max(BUFFER_BYTES, size + 8));
      }
      if (!first) {
        buffer.writeByte(',');
      }
      first = false;
      object.write(scratch, 0, type.custom());
      buffer.writeBytes(scratch, 0, size);
    }
    buffer.writeBytes("]}\n".getBytes(StandardCharsets.UTF_8));
    body.write(buffer);
    body.end();
  }

  private static String head(String kind, String apiVersion, Page page) {
    return "{\"kind\":\""
        + kind
        + "List\",\"apiVersion\":\""
        + apiVersion
        + "\",\"metadata\":"
        + new String(Json.bytes(page.metadata()), StandardCharsets.UTF_8)
        + ",\"items\":[";
  }

  private static void stream(Page page, Exchange exchange, Shape shape) {
    Exchange.Body body = exchange.begin(Replies.JSON);
    ByteBuf buffer = body.buffer(BUFFER_BYTES);
    buffer.writeBytes(shape.head().getBytes(StandardCharsets.UTF_8));
    boolean first = true;
    for (StoredObject object : page.objects()) {
      if (buffer.readableBytes() > BUFFER_BYTES / 2) {
        body.write(buffer);
        body.flush();
        buffer = body.buffer(BUFFER_BYTES);
      }
      if (!first) {
        buffer.writeByte(',');
      }
      first = false;
      buffer.writeBytes(shape.item().apply(object));
    }
    buffer.writeBytes("]}\n".getBytes(StandardCharsets.UTF_8));
    body.write(buffer);
    body.end();
  }

  /** How a list is written: what stands before the items, and an item. */
  private record Shape(String head, Function<StoredObject, byte[]> item) {}

  /** One page of a list. */
  private record Page(long version, List<StoredObject> objects, String next, long remaining) {
    tools.jackson.databind.node.ObjectNode metadata() {
      var metadata = Json.object();
      metadata.put("resourceVersion", Long.toString(version));
      if (!next.isEmpty()) {
        metadata.put("continue", next);
      }
      if (remaining > 0) {
        metadata.put("remainingItemCount", remaining);
      }
      return metadata;
    }
  }
}
