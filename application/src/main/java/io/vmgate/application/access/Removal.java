package io.vmgate.application.access;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessTerms;
import io.vmgate.domain.access.ServiceType;
import java.util.UUID;

/** Removes a service with what was said for it. */
final class Removal {
  private final ServicePublisher publisher;
  private final PortGuard guard;

  Removal(ServicePublisher publisher, PortGuard guard) {
    this.publisher = publisher;
    this.guard = guard;
  }

  /**
   * Remove it, and only then let everybody reach the ports again.
   *
   * @return whether it was there
   */
  boolean remove(AccessService service) {
    boolean was = publisher.withdraw(service);
    AccessTerms terms = service.terms();
    if (terms != null && isGuarded(service.type(), !terms.allowFrom().isEmpty())) {
      guard.lift(service.vmName(), keyOf(terms.request()));
    }
    return was;
  }

  /** What the request restricts stands under a key of its own, whatever its service is called. */
  static String keyOf(UUID request) {
    return request.toString();
  }

  /** A load balancer has a list of its own of whom it lets through. */
  static boolean isGuarded(ServiceType type, boolean isRestricted) {
    return isRestricted && type != ServiceType.LOAD_BALANCER;
  }
}
