package io.vmgate.application.stream;

import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.StreamPoint;
import io.vmgate.testkit.stream.ChangeLogContract;
import io.vmgate.testkit.stream.InMemoryChangeLog;
import org.junit.jupiter.api.AfterEach;

class InMemoryChangeLogTest implements ChangeLogContract {
  private final ChangeFanOut fanOut = new ChangeFanOut();
  private final InMemoryChangeLog log = new InMemoryChangeLog(fanOut);

  @AfterEach
  void close() {
    fanOut.close();
  }

  @Override
  public ChangeLog log() {
    return log;
  }

  @Override
  public ChangeFanOut fanOut() {
    return fanOut;
  }

  @Override
  public void write(Change... changes) {
    log.write(changes);
  }

  @Override
  public StreamPoint now() {
    return log.now();
  }
}
