package io.vmgate.bootstrap.operations;

import io.micronaut.scheduling.annotation.Scheduled;
import io.vmgate.application.access.ExpireServices;
import io.vmgate.application.access.ForgetOldPublications;
import io.vmgate.domain.FailureException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remove expired access services every ten seconds, and forget old requests once an hour. */
@Singleton
class AccessUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(AccessUpkeep.class);

  private final ExpireServices expireServices;
  private final ForgetOldPublications forgetOldPublications;

  AccessUpkeep(ExpireServices expireServices, ForgetOldPublications forgetOldPublications) {
    this.expireServices = expireServices;
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
