package io.vmgate.bootstrap.operations;

import io.micronaut.scheduling.annotation.Scheduled;
import io.vmgate.application.auth.RenewSigningKeys;
import io.vmgate.domain.FailureException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Look after the signing keys once an hour. */
@Singleton
class SigningKeyRenewal {
  private static final Logger LOG = LoggerFactory.getLogger(SigningKeyRenewal.class);

  private final RenewSigningKeys renewSigningKeys;

  SigningKeyRenewal(RenewSigningKeys renewSigningKeys) {
    this.renewSigningKeys = renewSigningKeys;
  }

  @Scheduled(initialDelay = "1m", fixedDelay = "1h")
  void renew() {
    try {
      RenewSigningKeys.Renewal renewal = renewSigningKeys.renew();
      if (renewal.rotated() || renewal.forgotten() > 0) {
        LOG.info("signing keys: {}", renewal);
      }
    } catch (FailureException away) {
      LOG.warn("signing keys were not renewed, next try in an hour: {}", away.getMessage());
    }
  }
}
