package io.vmgate.testkit.auth;

import io.vmgate.application.auth.SigningKeyBook;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps signing keys in memory; they differ from each other and can be guessed. */
public final class InMemorySigningKeyBook implements SigningKeyBook {
  private final InstantSource clock;
  private final List<SigningKey> newestFirst = new ArrayList<>();
  private int made;

  /** Date the keys by this clock. */
  public InMemorySigningKeyBook(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized List<SigningKey> keys() {
    return List.copyOf(known());
  }

  @Override
  public synchronized Optional<SigningKey> find(String id) {
    return known().stream().filter(key -> key.id().equals(id)).findFirst();
  }

  @Override
  public synchronized SigningKey rotate() {
    known();
    return add();
  }

  @Override
  public synchronized Optional<SigningKey> rotateIfMadeBefore(Instant instant) {
    boolean due = known().getFirst().createdAt().isBefore(instant);
    return due ? Optional.of(add()) : Optional.empty();
  }

  @Override
  public synchronized int forgetOlderThan(Instant instant) {
    SigningKey newest = known().getFirst();
    int before = newestFirst.size();
    newestFirst.removeIf(key -> key.createdAt().isBefore(instant) && !key.equals(newest));
    return before - newestFirst.size();
  }

  private List<SigningKey> known() {
    if (newestFirst.isEmpty()) {
      add();
    }
    return newestFirst;
  }

  private SigningKey add() {
    made++;
    byte[] secret = ByteBuffer.allocate(32).putInt(made).array();
    SigningKey key = new SigningKey("key-" + made, secret, clock.instant());
    newestFirst.addFirst(key);
    return key;
  }
}
