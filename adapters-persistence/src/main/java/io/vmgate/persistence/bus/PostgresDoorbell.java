package io.vmgate.persistence.bus;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.vmgate.application.bus.Doorbell;
import io.vmgate.persistence.PostgresTransactions;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rings by NOTIFY, and listens on a connection of its own that is opened anew, ever more slowly,
 * when it is lost.
 */
@Singleton
public final class PostgresDoorbell implements Doorbell {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresDoorbell.class);
  private static final Pattern CHANNEL = Pattern.compile("[a-z_]{1,40}");
  private static final String PREFIX = "vmgate_";

  /** How long to wait for a ring before looking anyway: also how a dead line is noticed. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

  private final PostgresTransactions transactions;
  private final JdbcOperations jdbc;
  private final BusSettings settings;
  private final List<BusReader> readers = new CopyOnWriteArrayList<>();
  private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
  private final CopyOnWriteArrayList<Listener> newcomers = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofPlatform().name("bus").daemon().unstarted(this::run);
  private final Set<String> heard = new HashSet<>(); // of this connection; for the thread alone
  private volatile @Nullable Connection connection;
  private volatile boolean connected;

  PostgresDoorbell(PostgresTransactions transactions, JdbcOperations jdbc, BusSettings settings) {
    this.transactions = transactions;
    this.jdbc = jdbc;
    this.settings = settings;
  }

  @PostConstruct
  void start() {
    thread.start();
  }

  @Override
  public void ring(String channel, String payload) {
    requireChannel(channel);
    if (payload.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      throw new IllegalArgumentException("a payload above " + MOST_BYTES + " bytes");
    }
    transactions.joined(
        () ->
            jdbc.prepareStatement(
                "SELECT pg_notify(?, ?)",
                statement -> {
                  statement.setString(1, PREFIX + channel);
                  statement.setString(2, payload);
                  return statement.execute();
                }));
  }

  @Override
  public Hearing listen(String channel, Listener listener) {
    requireChannel(channel);
    listeners.computeIfAbsent(PREFIX + channel, _ -> new CopyOnWriteArrayList<>()).add(listener);
    newcomers.add(listener);
    return () -> listeners.getOrDefault(PREFIX + channel, List.of()).remove(listener);
  }

  /** Read by this from now on. */
  public void add(BusReader reader) {
    readers.add(reader);
  }

  /** Whether rings are heard now. */
  public boolean isConnected() {
    return connected;
  }

  @PreDestroy
  void stop() {
    closing.countDown();
    Connection open = connection;
    try {
      if (open != null) {
        open.abort(Runnable::run); // wakes the thread, which waits for the server
      }
      thread.join(CLOSE_PATIENCE);
    } catch (SQLException failed) {
      LOG.debug("the bus's connection was not cut", failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    boolean complained = false;
    while (!isClosing()) {
      try (Connection open = settings.open()) {
        connection = open;
        heard.clear();
        while (!isClosing()) {
          look(open);
          if (!connected) {
            LOG.info("changes of other replicas are heard");
          }
          connected = true;
          complained = false;
          pause = FIRST_PAUSE;
          await(open);
        }
      } catch (SQLException lost) {
        if (!complained && !isClosing()) {
          LOG.warn("changes of other replicas are not heard: {}", lost.getMessage());
          complained = true;
        }
      } catch (RuntimeException fault) {
        LOG.error("the bus met a fault and goes on", fault);
      }
      connected = false;
      connection = null;
      pause = awaitClosing(pause);
    }
  }

  /** Hear channels that are new, say so to whom that concerns, and let readers read. */
  private void look(Connection open) throws SQLException {
    Set<String> fresh = new HashSet<>(listeners.keySet());
    readers.forEach(reader -> fresh.add(PREFIX + reader.channel()));
    fresh.removeAll(heard);
    for (String channel : fresh) {
      try (Statement listen = open.createStatement()) {
        listen.execute("LISTEN " + channel);
      }
      heard.add(channel);
      newcomers.addAllAbsent(listeners.getOrDefault(channel, List.of()));
    }
    for (Listener listener : newcomers) {
      newcomers.remove(listener);
      tellOfGap(listener);
    }
    for (BusReader reader : readers) {
      reader.read(open);
    }
  }

  private void await(Connection open) throws SQLException {
    PGNotification[] rings =
        open.unwrap(PGConnection.class).getNotifications((int) BETWEEN_LOOKS.toMillis());
    if (rings == null) {
      return;
    }
    for (PGNotification ring : rings) {
      for (Listener listener : listeners.getOrDefault(ring.getName(), List.of())) {
        tell(listener, ring.getParameter());
      }
    }
  }

  private static void tell(Listener listener, String payload) {
    try {
      listener.rung(payload);
    } catch (RuntimeException fault) {
      LOG.error("a ring was not taken", fault);
    }
  }

  private static void tellOfGap(Listener listener) {
    try {
      listener.mayHaveMissed();
    } catch (RuntimeException fault) {
      LOG.error("a gap was not taken", fault);
    }
  }

  private Duration awaitClosing(Duration pause) {
    try {
      closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    Duration longer = pause.multipliedBy(2);
    return longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
  }

  private boolean isClosing() {
    return closing.getCount() == 0 || Thread.currentThread().isInterrupted();
  }

  private static void requireChannel(String channel) {
    if (!CHANNEL.matcher(channel).matches()) {
      throw new IllegalArgumentException("not a channel: " + channel);
    }
  }
}
