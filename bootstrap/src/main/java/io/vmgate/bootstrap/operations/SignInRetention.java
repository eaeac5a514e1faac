package io.vmgate.bootstrap.operations;

import io.micronaut.scheduling.annotation.Scheduled;
import io.vmgate.application.auth.ForgetOldSignIns;
import io.vmgate.domain.FailureException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forget once an hour the sign-ins that cannot be renewed any more. */
@Singleton
class SignInRetention {
  private static final Logger LOG = LoggerFactory.getLogger(SignInRetention.class);

  private final ForgetOldSignIns forgetOldSignIns;

  SignInRetention(ForgetOldSignIns forgetOldSignIns) {
    this.forgetOldSignIns = forgetOldSignIns;
  }

  @Scheduled(initialDelay = "4m", fixedDelay = "1h")
  void forget() {
    try {
      int forgotten = forgetOldSignIns.forget();
      if (forgotten > 0) {
        LOG.info("forgot {} sign-ins that could not be renewed any more", forgotten);
      }
    } catch (FailureException away) {
      LOG.warn("old sign-ins were not forgotten, next try in an hour: {}", away.getMessage());
    }
  }
}
