package io.vmgate.bootstrap.operations;

import io.micronaut.scheduling.annotation.Scheduled;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.domain.FailureException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forget once a minute who has not called for long. */
@Singleton
class LimitUpkeep {
  private static final Logger LOG = LoggerFactory.getLogger(LimitUpkeep.class);

  private final RateLimiter limiter;

  LimitUpkeep(RateLimiter limiter) {
    this.limiter = limiter;
  }

  @Scheduled(initialDelay = "1m", fixedDelay = "1m")
  void forget() {
    try {
      LOG.debug("forgot {} who have not called for long", limiter.forgetIdle());
    } catch (FailureException away) {
      LOG.debug("nobody was forgotten, next try in a minute: {}", away.getMessage());
    }
  }
}
