package io.vmgate.bootstrap.operations;

import io.micronaut.scheduling.annotation.Scheduled;
import io.vmgate.application.task.ForgetOldTasks;
import io.vmgate.domain.FailureException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forget old tasks once an hour. */
@Singleton
class TaskRetention {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRetention.class);

  private final ForgetOldTasks forgetOldTasks;

  TaskRetention(ForgetOldTasks forgetOldTasks) {
    this.forgetOldTasks = forgetOldTasks;
  }

  @Scheduled(initialDelay = "2m", fixedDelay = "1h")
  void forget() {
    try {
      int forgotten = forgetOldTasks.forget();
      if (forgotten > 0) {
        LOG.info("forgot {} tasks that ended long ago", forgotten);
      }
    } catch (FailureException away) {
      LOG.warn("old tasks were not forgotten, next try in an hour: {}", away.getMessage());
    }
  }
}
