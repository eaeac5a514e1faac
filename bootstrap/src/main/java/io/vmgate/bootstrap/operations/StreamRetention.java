package io.vmgate.bootstrap.operations;

import io.micronaut.scheduling.annotation.Scheduled;
import io.vmgate.application.stream.ChangeLog;
import io.vmgate.application.vm.EventBook;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.domain.FailureException;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forget old changes once a minute, and old events once an hour. */
@Singleton
class StreamRetention {
  private static final Logger LOG = LoggerFactory.getLogger(StreamRetention.class);

  private final ChangeLog log;
  private final EventBook events;
  private final InstantSource clock;
  private final PlatformSettings settings;

  StreamRetention(ChangeLog log, EventBook events, PlatformSettings settings, InstantSource clock) {
    this.log = log;
    this.events = events;
    this.clock = clock;
    this.settings = settings;
  }

  @Scheduled(initialDelay = "3m", fixedDelay = "1h")
  void forgetEvents() {
    try {
      int forgotten = events.forget(clock.instant().minus(settings.stream().events()));
      if (forgotten > 0) {
        LOG.info("forgot {} events of long ago", forgotten);
      }
    } catch (FailureException away) {
      LOG.warn("old events were not forgotten, next try in an hour: {}", away.getMessage());
    }
  }

  @Scheduled(initialDelay = "1m", fixedDelay = "1m")
  void forgetChanges() {
    try {
      int forgotten = log.forget(settings.stream().changes());
      LOG.debug("forgot {} old changes", forgotten);
    } catch (FailureException away) {
      LOG.debug("old changes were not forgotten, next try in a minute: {}", away.getMessage());
    }
  }
}
