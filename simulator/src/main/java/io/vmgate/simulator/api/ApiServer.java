package io.vmgate.simulator.api;

import io.vmgate.simulator.http.ConnectionLostException;
import io.vmgate.simulator.http.Endpoint;
import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.identity.ServerIdentity;
import io.vmgate.simulator.store.Deletions;
import io.vmgate.simulator.store.IdSource;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes every request: checks the token, finds who answers, and turns refusals into Status bodies.
 */
public final class ApiServer implements Endpoint {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  private final ServerIdentity identity;
  private final Watches watches;
  private final RoutingTable routes = new RoutingTable();
  private final Discovery discovery = new Discovery();
  private final OpenApi schemas = new OpenApi();
  private final ServerFacts facts = new ServerFacts();
  private final LongAdder served = new LongAdder();

  /**
   * @param bookmarkInterval how often a watch that wants bookmarks gets one
   */
  public ApiServer(
      ServerIdentity identity,
      ObjectStore store,
      Deletions deletions,
      IdSource ids,
      InstantSource clock,
      Duration bookmarkInterval) {
    this.identity = identity;
    this.watches = new Watches(store, bookmarkInterval);
    ObjectWrites writes =
        new ObjectWrites(store, deletions, new Admission(new ServiceRules(store, ids)), ids, clock);
    ResourceEndpoints endpoints =
        new ResourceEndpoints(store, watches, new WriteEndpoints(store, writes, deletions));
    ResourceTypes.all().forEach(type -> endpoints.addTo(routes, type));
  }

  public Watches watches() {
    return watches;
  }

  /** Give the table to which further subresources can be added. */
  public RoutingTable routes() {
    return routes;
  }

  /** Tell how many requests came in. */
  public long served() {
    return served.sum();
  }

  @Override
  public void answer(Exchange exchange) {
    served.increment();
    try {
      route(exchange);
    } catch (StatusException refusal) {
      refuse(exchange, refusal);
    } catch (ConnectionLostException lost) {
      throw lost;
    } catch (RuntimeException bug) {
      LOG.error("A request failed: {} {}", exchange.method(), exchange.path(), bug);
      refuse(exchange, StatusException.internal(String.valueOf(bug.getMessage())));
    }
  }

  private void route(Exchange exchange) {
    if (facts.answer(exchange)) {
      return;
    }
    if (!identity.accepts(exchange.header("Authorization"))) {
      throw StatusException.unauthorized();
    }
    if (discovery.answer(exchange) || schemas.answer(exchange)) {
      return;
    }
    ApiPath path = ApiPath.parse(exchange.path());
    RoutingTable.ResourceEndpoint endpoint = path == null ? null : routes.find(path);
    if (path == null || endpoint == null) {
      Replies.text(exchange, 404, "404 page not found\n");
      return;
    }
    endpoint.answer(path, exchange);
  }

  private static void refuse(Exchange exchange, StatusException refusal) {
    if (exchange.isAnswered()) {
      exchange.abort();
    } else {
      Replies.refusal(exchange, refusal);
    }
  }
}
