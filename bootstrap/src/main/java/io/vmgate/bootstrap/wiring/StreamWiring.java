package io.vmgate.bootstrap.wiring;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.stream.ChangeFanOut;
import io.vmgate.application.stream.ChangeLog;
import io.vmgate.application.stream.FollowChanges;
import io.vmgate.application.task.TaskWatch;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.domain.stream.Change;
import io.vmgate.rest.stream.StreamOptions;
import jakarta.inject.Singleton;

/** The stream of changes, and who hears of them within the replica. */
@Factory
final class StreamWiring {
  @Context
  @Bean(preDestroy = "close")
  ChangeFanOut changeFanOut(TaskWatch watch) {
    ChangeFanOut fanOut = new ChangeFanOut();
    fanOut.alsoTell(
        changes ->
            changes.forEach(
                logged -> {
                  if (logged.change() instanceof Change.TaskShown(var task, _)) {
                    watch.changed(task);
                  }
                }));
    return fanOut;
  }

  @Singleton
  FollowChanges followChanges(PermissionGate gate, ChangeLog log, ChangeFanOut fanOut) {
    return new FollowChanges(gate, log, fanOut);
  }

  @Singleton
  StreamOptions streamOptions(PlatformSettings settings) {
    return StreamOptions.USUAL.withOfAUser(settings.stream().ofAUser());
  }
}
