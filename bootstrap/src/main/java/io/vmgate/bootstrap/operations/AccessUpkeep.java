package io.vmgate.bootstrap.operations;

import io.micronaut.scheduling.annotation.Scheduled;
import io.vmgate.application.access.ExpireServices;
import io.vmgate.application.access.ForgetOldPublications;
import io.vmgate.application.access.LiftStaleRestrictions;
import io.vmgate.domain.FailureException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remove expired access services and stale restrictions, and forget old requests. */
@Singleton
class AccessUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(AccessUpkeep.class);

  private final ExpireServices expireServices;
  private final LiftStaleRestrictions liftStaleRestrictions;
  private final ForgetOldPublications forgetOldPublications;

  AccessUpkeep(
      ExpireServices expireServices,
      LiftStaleRestrictions liftStaleRestrictions,
      ForgetOldPublications forgetOldPublications) {
    this.expireServices = expireServices;
    this.liftStaleRestrictions = liftStaleRestrictions;
    this.forgetOldPublications = forgetOldPublications;
  }

  /** As often as {@link ExpireServices#INTERVAL} says. */
  @Scheduled(initialDelay = "10s", fixedDelay = "10s")
  void expire() {
    try {
      int removed = expireServices.expire();
      if (removed > 0) {
        LOG.info("removed {} access services that had expired", removed);
      }
    } catch (FailureException away) {
      LOG.warn("expired access services were not removed: {}", away.getMessage());
    }
  }

  /** As often as {@link LiftStaleRestrictions#INTERVAL} says. */
  @Scheduled(initialDelay = "2m", fixedDelay = "2m")
  void lift() {
    try {
      int lifted = liftStaleRestrictions.lift();
      if (lifted > 0) {
        LOG.info("lifted restrictions for {} access services that are not there", lifted);
      }
    } catch (FailureException away) {
      LOG.warn("restrictions of access services were not looked after: {}", away.getMessage());
    }
  }

  @Scheduled(initialDelay = "4m", fixedDelay = "1h")
  void forget() {
    try {
      int forgotten = forgetOldPublications.forget();
      if (forgotten > 0) {
        LOG.info("forgot {} old requests to publish ports", forgotten);
      }
    } catch (FailureException away) {
      LOG.warn("old requests to publish ports were not forgotten: {}", away.getMessage());
    }
  }
}
