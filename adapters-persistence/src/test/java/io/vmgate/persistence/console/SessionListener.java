package io.vmgate.persistence.console;

import io.micronaut.context.event.ApplicationEventListener;
import io.vmgate.domain.console.ConsoleSession;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it is told of. */
@Singleton
class SessionListener implements ApplicationEventListener<ConsoleSession> {
  private final List<ConsoleSession> heard = new CopyOnWriteArrayList<>();

  @Override
  public void onApplicationEvent(ConsoleSession session) {
    heard.add(session);
  }

  void clear() {
    heard.clear();
  }

  List<ConsoleSession> heard() {
    return heard;
  }
}
