package io.vmgate.bootstrap.operations;

import io.micronaut.scheduling.annotation.Scheduled;
import io.vmgate.application.console.ForgetOldSessions;
import io.vmgate.domain.FailureException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forget old console sessions and expired tickets once an hour. */
@Singleton
class ConsoleRetention {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleRetention.class);

  private final ForgetOldSessions forgetOldSessions;

  ConsoleRetention(ForgetOldSessions forgetOldSessions) {
    this.forgetOldSessions = forgetOldSessions;
  }

  @Scheduled(initialDelay = "3m", fixedDelay = "1h")
  void forget() {
    try {
      int forgotten = forgetOldSessions.forget();
      if (forgotten > 0) {
        LOG.info("forgot {} console sessions and tickets that ended long ago", forgotten);
      }
    } catch (FailureException away) {
      LOG.warn(
          "old console sessions were not forgotten, next try in an hour: {}", away.getMessage());
    }
  }
}
