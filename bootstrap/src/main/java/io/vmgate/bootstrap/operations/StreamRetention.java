package io.vmgate.bootstrap.operations;

import io.micronaut.scheduling.annotation.Scheduled;
import io.vmgate.application.stream.ChangeLog;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.domain.FailureException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forget old changes once a minute. */
@Singleton
class StreamRetention {
  private static final Logger LOG = LoggerFactory.getLogger(StreamRetention.class);

  private final ChangeLog log;
  private final PlatformSettings settings;

  StreamRetention(ChangeLog log, PlatformSettings settings) {
    this.log = log;
    this.settings = settings;
  }

  @Scheduled(initialDelay = "1m", fixedDelay = "1m")
  void forget() {
    try {
      int forgotten = log.forget(settings.stream().changes());
      LOG.debug("forgot {} old changes", forgotten);
    } catch (FailureException away) {
      LOG.debug("old changes were not forgotten, next try in a minute: {}", away.getMessage());
    }
  }
}
