package io.vmgate.testkit;

import io.vmgate.application.IdSource;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Gives out 1, 2, 3 … in the form of ids. */
public final class CountingIds implements IdSource {
  private final AtomicLong last = new AtomicLong();

  @Override
  public UUID next() {
    return new UUID(0x7000L, 0x8000_0000_0000_0000L | last.incrementAndGet());
  }
}
