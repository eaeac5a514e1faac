package io.vmgate.simulator.api;

import io.vmgate.simulator.fault.Fault;
import io.vmgate.simulator.fault.Faults;
import io.vmgate.simulator.http.ConnectionLostException;
import io.vmgate.simulator.http.Endpoint;
import io.vmgate.simulator.http.Exchange;
import io.vmgate.simulator.identity.ServerIdentity;
import io.vmgate.simulator.service.Allocations;
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
  private final Faults faults;
  private final Watches watches;
  private final ObjectWrites writes;
  private final RoutingTable routes = new RoutingTable();
  private final Discovery discovery = new Discovery(routes);
  private final OpenApi schemas = new OpenApi();
  private final ServerFacts facts = new ServerFacts();
  private volatile Endpoint admin = exchange -> Replies.text(exchange, 404, "404 page not found\n");
  private volatile Runnable keeping = () -> {};
  private final LongAdder served = new LongAdder();

  /**
   * @param bookmarkInterval how often a watch that wants bookmarks gets one
   */
  public ApiServer(
      ServerIdentity identity,
      ObjectStore store,
      Deletions deletions,
      Allocations allocations,
      IdSource ids,
      InstantSource clock,
      Faults faults,
      Duration bookmarkInterval) {
    this.identity = identity;
    this.faults = faults;
    this.watches = new Watches(store, bookmarkInterval);
    this.writes =
        new ObjectWrites(
            store, deletions, new Admission(new ServiceRules(allocations)), ids, clock);
    ResourceEndpoints endpoints =
        new ResourceEndpoints(store, watches, new WriteEndpoints(store, writes, deletions));
    ResourceTypes.all().forEach(type -> endpoints.addTo(routes, type));
  }

  /** Say who answers {@code /simulator/…}. */
  public void admin(Endpoint endpoint) {
    admin = endpoint;
  }

  /**
   * Say what must have ended before a request that may change something is answered; it may block.
   */
  public void keepBeforeAnswering(Runnable keep) {
    keeping = keep;
  }

  public Watches watches() {
    return watches;
  }

  /** Give the table to which further subresources can be added. */
  public RoutingTable routes() {
    return routes;
  }

  /** Give what changes objects by the server's rules, for subresources that do. */
  public ObjectWrites writes() {
    return writes;
  }

  /** Tell how many requests came in. */
  public long served() {
    return served.sum();
  }

  @Override
  public void answer(Exchange exchange) {
    served.increment();
    if (!exchange.method().equals("GET")) {
      exchange.beforeReply(keeping);
    }
    try {
      if (exchange.path().startsWith("/simulator/")) {
        checkToken(exchange);
        admin.answer(exchange);
        return;
      }
      if (meet(exchange)) {
        route(exchange);
      }
    } catch (StatusException refusal) {
      refuse(exchange, refusal);
    } catch (ConnectionLostException lost) {
      throw lost;
    } catch (RuntimeException bug) {
      LOG.error("A request failed: {} {}", exchange.method(), exchange.path(), bug);
      refuse(exchange, StatusException.internal(String.valueOf(bug.getMessage())));
    }
  }

  /** Let the faults in force strike; false if the request has ended by that. */
  private boolean meet(Exchange exchange) {
    Faults.Strike strike = faults.strike(exchange.method(), exchange.path());
    if (strike.delay().isPositive()) {
      exchange.pause(strike.delay());
    }
    switch (strike.end()) {
      case null -> {
        return true;
      }
      case Fault.Effect.Delay _ -> {
        return true;
      }
      case Fault.Effect.Cut() -> {
        exchange.abort();
        return false;
      }
      case Fault.Effect.Refusal(int status, int retryAfterSeconds) ->
          throw switch (status) {
            case 429 -> StatusException.tooManyRequests(retryAfterSeconds);
            case 503 -> StatusException.unavailable();
            default -> StatusException.internal("a fault was asked for");
          };
    }
  }

  private void checkToken(Exchange exchange) {
    if (!identity.accepts(exchange.header("Authorization"))
        && !identity.accepts("Bearer " + BearerProtocol.tokenIn(exchange))) {
      throw StatusException.unauthorized();
    }
  }

  private void route(Exchange exchange) {
    if (facts.answer(exchange)) {
      return;
    }
    checkToken(exchange);
    if (faults.isAuthenticationRefused()) {
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
