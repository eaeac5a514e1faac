package io.vmgate.simulator.api;

import io.vmgate.simulator.http.ConnectionLostException;
import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.store.Change;
import io.vmgate.simulator.store.HistoryGoneException;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.Snapshot;
import io.vmgate.simulator.store.StoredObject;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Serves watches. A watch holds no queue: it reads the log of its type as fast as its client reads,
 * and a client so slow that the log has moved past it gets the error 410 and is closed.
 */
public final class Watches {
  private static final int CHANGES_AT_ONCE = 256;

  /** The server ends a watch without a limit after half an hour to an hour. */
  private static final Duration LONGEST = Duration.ofMinutes(40);

  private final ObjectStore store;
  private final Duration bookmarkInterval;
  private final Set<Exchange> open = ConcurrentHashMap.newKeySet();

  Watches(ObjectStore store, Duration bookmarkInterval) {
    this.store = store;
    this.bookmarkInterval = bookmarkInterval;
  }

  /** Tell how many watches are open. */
  public int open() {
    return open.size();
  }

  /** Cut the connection of every watch. */
  public int dropAll() {
    int dropped = 0;
    for (Exchange exchange : open) {
      exchange.abort();
      dropped++;
    }
    return dropped;
  }

  void answer(ResourceType type, ApiPath path, Exchange exchange) {
    answer(type, path, exchange, ListQuery.of(type, exchange));
  }

  /** Serve a watch of one object by its path, as older clients ask for it. */
  void answerOne(ResourceType type, ApiPath path, Exchange exchange) {
    answer(type, path, exchange, ListQuery.of(type, exchange).named(path.name()));
  }

  private void answer(ResourceType type, ApiPath path, Exchange exchange, ListQuery query) {
    boolean initial = initialEventsWanted(exchange, query);
    long from = ListQuery.version(query.resourceVersion());
    WatchStream stream =
        exchange.wantsWebSocket() ? WatchStream.webSocket(exchange) : WatchStream.chunked(exchange);
    WatchEvents events = new WatchEvents(type, exchange, stream);
    open.add(exchange);
    try {
      Watch watch =
          new Watch(type, path.namespace(), query, events, exchange.flag("allowWatchBookmarks"));
      if (initial || (from <= 0 && !exchange.hasQuery("sendInitialEvents"))) {
        from = watch.sendExisting(initial);
      } else if (from <= 0) {
        from = store.version();
      }
      watch.follow(from, patience(exchange));
      stream.end();
    } catch (HistoryGoneException gone) {
      events.error(StatusException.expired(gone.text()));
      stream.end();
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new ConnectionLostException();
    } finally {
      open.remove(exchange);
    }
  }

  private static boolean initialEventsWanted(Exchange exchange, ListQuery query) {
    if (!exchange.hasQuery("sendInitialEvents")) {
      return false;
    }
    if (!query.resourceVersionMatch().equals("NotOlderThan")) {
      throw StatusException.badRequest(
          "resourceVersionMatch: Forbidden: sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
    }
    return exchange.flag("sendInitialEvents");
  }

  private static Duration patience(Exchange exchange) {
    long seconds = ListQuery.version(exchange.query("timeoutSeconds"));
    return seconds > 0 ? Duration.ofSeconds(seconds) : LONGEST;
  }

  /** One watch under way. */
  private final class Watch {
    private final ResourceType type;
    private final String namespace;
    private final ListQuery query;
    private final WatchEvents events;
    private final boolean bookmarks;

    Watch(
        ResourceType type,
        String namespace,
        ListQuery query,
        WatchEvents events,
        boolean bookmarks) {
      this.type = type;
      this.namespace = namespace;
      this.query = query;
      this.events = events;
      this.bookmarks = bookmarks;
    }

    long sendExisting(boolean announceEnd) {
      Snapshot snapshot = store.snapshot(type, namespace);
      for (StoredObject object : snapshot.objects()) {
        if (query.matches(object)) {
          events.send("ADDED", object);
        }
      }
      if (announceEnd && bookmarks) {
        events.bookmark(snapshot.version(), true);
      }
      events.flush();
      return snapshot.version();
    }

    void follow(long from, Duration patience) throws InterruptedException {
      long now = System.nanoTime();
      long end = now + patience.toNanos();
      long nextBookmark = now + bookmarkInterval.toNanos();
      long seen = from;
      while (true) {
        long until = bookmarks ? Math.min(end, nextBookmark) : end;
        ObjectStore.Feed feed =
            store.await(type, seen, CHANGES_AT_ONCE, Math.max(0, until - System.nanoTime()));
        for (Change change : feed.changes()) {
          send(change);
        }
        seen = feed.through();
        now = System.nanoTime();
        boolean over = now - end >= 0;
        // A last bookmark lets the client come back without listing anew.
        if (bookmarks && (over || now - nextBookmark >= 0)) {
          events.bookmark(seen, false);
          nextBookmark = now + bookmarkInterval.toNanos();
        }
        events.flush();
        if (over) {
          return;
        }
      }
    }

    private void send(Change change) {
      StoredObject current = change.current();
      if (!namespace.isEmpty() && !current.namespace().equals(namespace)) {
        return;
      }
      StoredObject previous = change.previous();
      boolean before = previous != null && query.matches(previous);
      boolean after = change.kind() != Change.Kind.DELETED && query.matches(current);
      if (after) {
        events.send(before ? "MODIFIED" : "ADDED", current);
      } else if (before) {
        // An object that no longer matches is gone as far as this client is concerned.
        events.send("DELETED", current);
      }
    }
  }

  /** Puts events into the shape that the client asked for. */
  private static final class WatchEvents {
    private final ResourceType type;
    private final WatchStream stream;
    private final Accepted accepted;
    private final Tables tables;
    private boolean columnsSent;

    WatchEvents(ResourceType type, Exchange exchange, WatchStream stream) {
      this.type = type;
      this.stream = stream;
      this.accepted = Accepted.of(exchange);
      this.tables = new Tables(type, exchange.query("includeObject"));
    }

    void send(String kind, StoredObject object) {
      byte[] json =
          switch (accepted) {
            case OBJECT -> object.toBytes();
            case PARTIAL -> Json.bytes(Partials.of(object.toNode()));
            case TABLE -> {
              byte[] table = tables.ofOne(object.toNode(), !columnsSent);
              columnsSent = true;
              yield table;
            }
          };
      stream.send(kind, json);
    }

    void bookmark(long version, boolean initialEventsEnd) {
      var object = Json.object();
      object.put("kind", type.kind()).put("apiVersion", type.apiVersion());
      var metadata = object.putObject("metadata");
      metadata.put("resourceVersion", Long.toString(version)).putNull("creationTimestamp");
      if (initialEventsEnd) {
        metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
      }
      stream.send(
          "BOOKMARK",
          accepted == Accepted.TABLE ? tables.ofOne(object, !columnsSent) : Json.bytes(object));
    }

    void error(StatusException refusal) {
      stream.send("ERROR", Json.bytes(refusal.body()));
    }

    void flush() {
      stream.flush();
    }
  }
}
