package io.vmgate.persistence.auth;

import io.vmgate.application.auth.SigningKeyBook;
import io.vmgate.persistence.PersistenceSettings;
import io.vmgate.persistence.PostgresTransactions;
import io.vmgate.persistence.Remembered;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** Keeps signing keys in PostgreSQL, which all replicas share, and answers from memory. */
@Singleton
final class PostgresSigningKeyBook implements SigningKeyBook {
  private static final int SECRET_BYTES = 32;
  private static final int ID_BYTES = 8;

  /** Somebody who invents key ids makes the database read its few keys once in this time. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** Tokens are checked where nobody may wait; an undisturbed read takes a few milliseconds. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private final PostgresTransactions transactions;
  private final SigningKeyRows rows;
  private final SigningKeyRowMapper mapper;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final AtomicReference<Instant> lastLook = new AtomicReference<>(Instant.MIN);
  private final Remembered<List<SigningKey>> known;

  PostgresSigningKeyBook(
      PostgresTransactions transactions,
      SigningKeyRows rows,
      SigningKeyRowMapper mapper,
      InstantSource clock,
      PersistenceSettings settings) {
    this.transactions = transactions;
    this.rows = rows;
    this.mapper = mapper;
    this.clock = clock;
    this.known =
        new Remembered<>("signing keys", this::readOrMakeFirst, settings.refreshInterval());
  }

  @Override
  public List<SigningKey> keys() {
    return known.get();
  }

  @Override
  public Optional<SigningKey> find(String id) {
    Optional<SigningKey> remembered = in(known.get(), id);
    return remembered.isEmpty() && mayLook() ? in(known.refreshWithin(LOOK), id) : remembered;
  }

  @Override
  public SigningKey rotate() {
    return write(this::makeNext);
  }

  @Override
  public Optional<SigningKey> rotateIfMadeBefore(Instant instant) {
    return write(
        () -> {
          List<SigningKey> keys = read();
          boolean due = keys.isEmpty() || keys.getFirst().createdAt().isBefore(instant);
          return due ? Optional.of(makeNext()) : Optional.empty();
        });
  }

  @Override
  public int forgetOlderThan(Instant instant) {
    return write(() -> rows.deleteMadeBefore(instant));
  }

  @PreDestroy
  void stop() {
    known.close();
  }

  private <T> T write(Supplier<T> work) {
    T result =
        transactions.outsideTenants(
            () -> {
              rows.lockAgainstWriters();
              return work.get();
            });
    known.refresh();
    return result;
  }

  private List<SigningKey> readOrMakeFirst() {
    List<SigningKey> keys = transactions.outsideTenants(this::read);
    return keys.isEmpty() ? transactions.outsideTenants(this::makeFirst) : keys;
  }

  /** Of two replicas that both found no key, the second finds the first one's here. */
  private List<SigningKey> makeFirst() {
    rows.lockAgainstWriters();
    List<SigningKey> keys = read();
    return keys.isEmpty() ? List.of(makeNext()) : keys;
  }

  private List<SigningKey> read() {
    return rows.listNewestFirst().stream().map(mapper::toKey).toList();
  }

  private SigningKey makeNext() {
    byte[] id = new byte[ID_BYTES];
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(id);
    random.nextBytes(secret);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // no finer in the database
    SigningKey key = new SigningKey(HexFormat.of().formatHex(id), secret, now);
    rows.save(mapper.toRow(key));
    return key;
  }

  private boolean mayLook() {
    Instant now = clock.instant();
    Instant last = lastLook.get();
    return last.isBefore(now.minus(BETWEEN_LOOKS)) && lastLook.compareAndSet(last, now);
  }

  private static Optional<SigningKey> in(List<SigningKey> keys, String id) {
    return keys.stream().filter(key -> key.id().equals(id)).findFirst();
  }
}
