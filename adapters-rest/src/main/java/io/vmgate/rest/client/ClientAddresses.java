package io.vmgate.rest.client;

import io.micronaut.http.HttpRequest;
import io.vmgate.domain.auth.ClientAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Tell where a request comes from. The framework's own resolver believes whatever {@code
 * X-Forwarded-For} says; here a header counts only as far as trusted proxies have written it.
 */
@Singleton
public final class ClientAddresses {
  private final TrustedProxies proxies;

  ClientAddresses(TrustedProxies proxies) {
    this.proxies = proxies;
  }

  /** The nearest address on the request's way that is no trusted proxy's. */
  public ClientAddress of(HttpRequest<?> request) {
    InetAddress peer = request.getRemoteAddress().getAddress();
    return proxies.contain(peer)
        ? new ClientAddress(walk(peer, proxies.header().hops(request.getHeaders())))
        : new ClientAddress(peer);
  }

  /**
   * Walk from the nearest hop outwards while each is trusted: what stands left of the first that is
   * not may be made up. What cannot be read ends the walk at the hop that passed it on.
   */
  private InetAddress walk(InetAddress peer, List<String> hops) {
    InetAddress known = peer;
    for (String hop : hops.reversed()) {
      if (!proxies.contain(known)) {
        return known;
      }
      Optional<InetAddress> next = Addresses.parseHop(hop);
      if (next.isEmpty()) {
        return known;
      }
      known = next.get();
    }
    return known;
  }
}
