package io.vmgate.simulator.qemu;

import io.netty.channel.EventLoop;
import io.vmgate.simulator.console.GuestLines;
import io.vmgate.simulator.http.StreamEnd;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.wire.KeepAlive;
import io.vmgate.simulator.wire.Relay;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** A guest that is a process. What changes it is done later, in the order it was asked for. */
final class QemuGuest implements GuestLines {
  private static final Logger LOG = LoggerFactory.getLogger(QemuGuest.class);

  /** A busy machine lets QEMU, which runs below everything else, wait for long. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(60);

  private static final Duration DIAL_PATIENCE = Duration.ofSeconds(10);
  private static final Duration CHECK = Duration.ofMillis(50);

  private final String uid;
  private final String name;
  private final CompletableFuture<QemuProcess> started = new CompletableFuture<>();
  private final Executor threads;
  private final ReentrantLock control = new ReentrantLock();
  private final AtomicInteger pictures = new AtomicInteger();
  private volatile boolean paused;

  /** Guarded by the lock: what QEMU was last told. */
  private boolean told;

  /** Starts the process. */
  @FunctionalInterface
  interface Launch {
    QemuProcess start() throws IOException;
  }

  /**
   * @param uid of the instance
   * @param threads where work that waits is done
   */
  QemuGuest(String uid, String name, Executor threads) {
    this.uid = uid;
    this.name = name;
    this.threads = threads;
  }

  String uid() {
    return uid;
  }

  /** Start the process and wait until it can be talked to. */
  void start(Launch launch) {
    try {
      QemuProcess process = launch.start();
      long end = System.nanoTime() + START_PATIENCE.toNanos();
      while (process.isAlive() && !process.isListening() && System.nanoTime() < end) {
        process.awaitChange(CHECK);
      }
      if (process.isListening()) {
        started.complete(process);
      } else {
        // One that has ended by itself is reported as any other that does.
        if (process.isAlive()) {
          process.close();
        }
        throw new IOException("QEMU did not start");
      }
    } catch (IOException failure) {
      LOG.warn("The guest {} has no process: {}", name, failure.getMessage());
      started.completeExceptionally(failure);
    }
  }

  void stop() {
    var _ =
        started.whenComplete(
            (process, _) -> {
              if (process != null) {
                process.close();
              }
            });
  }

  private QemuProcess process() throws IOException {
    try {
      return started.get(DIAL_PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failure) {
      throw new IOException("the guest's process is not there", failure);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IOException("the simulator is stopping", stopping);
    }
  }

  @Override
  public StreamEnd screen(EventLoop loop) throws IOException {
    return Relay.connect(loop, address("vnc"), KeepAlive.NONE);
  }

  @Override
  public StreamEnd serial(EventLoop loop) throws IOException {
    return Relay.connect(loop, address("serial"), KeepAlive.NONE);
  }

  private UnixDomainSocketAddress address(String channel) throws IOException {
    return UnixDomainSocketAddress.of(process().socket(channel));
  }

  @Override
  public Optional<SocketAddress> spice() throws IOException {
    return process().withSpice() ? Optional.of(address("spice")) : Optional.empty();
  }

  @Override
  public byte[] screenshot() throws IOException {
    QemuProcess process = process();
    Path file = process.folder().resolve("picture-" + pictures.incrementAndGet() + ".png");
    try {
      ObjectNode arguments = Json.object().put("filename", file.toString()).put("format", "png");
      run(process, "screendump", arguments);
      return Files.readAllBytes(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  @Override
  public void setPaused(boolean wanted) {
    if (paused != wanted) {
      paused = wanted;
      threads.execute(this::tellPaused);
    }
  }

  private void tellPaused() {
    control.lock();
    try {
      boolean wanted = paused;
      if (told != wanted) {
        Qmp.run(process().socket("qmp"), wanted ? "stop" : "cont", Json.object());
        told = wanted;
      }
    } catch (IOException failure) {
      LOG.warn("The guest {} was not paused or let go on: {}", name, failure.getMessage());
    } finally {
      control.unlock();
    }
  }

  @Override
  public void reboot() {
    threads.execute(
        () -> {
          try {
            run(process(), "system_reset", Json.object());
          } catch (IOException failure) {
            LOG.warn("The guest {} was not reset: {}", name, failure.getMessage());
          }
        });
  }

  /** QEMU talks to one at a time. */
  private void run(QemuProcess process, String command, ObjectNode arguments) throws IOException {
    control.lock();
    try {
      Qmp.run(process.socket("qmp"), command, arguments);
    } finally {
      control.unlock();
    }
  }
}
