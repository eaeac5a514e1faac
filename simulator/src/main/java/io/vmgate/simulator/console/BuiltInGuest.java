package io.vmgate.simulator.console;

import io.netty.channel.EventLoop;
import io.vmgate.simulator.http.StreamEnd;
import io.vmgate.simulator.rfb.RfbServer;
import io.vmgate.simulator.rfb.Screen;
import io.vmgate.simulator.serial.SerialServer;
import io.vmgate.simulator.serial.Terminal;
import java.net.SocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A guest without a processor: a screen and a login prompt, each made when first dialled. */
final class BuiltInGuest implements GuestLines {
  private final String namespace;
  private final String name;
  private final Instant started;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Screen screen;
  private @Nullable Terminal terminal;
  private boolean paused;

  BuiltInGuest(String namespace, String name, Instant started, InstantSource clock) {
    this.namespace = namespace;
    this.name = name;
    this.started = started;
    this.clock = clock;
  }

  @Override
  public StreamEnd screen(EventLoop loop) {
    return new RfbServer(screen());
  }

  @Override
  public StreamEnd serial(EventLoop loop) {
    return new SerialServer(terminal());
  }

  @Override
  public byte[] screenshot() {
    return screen().png();
  }

  @Override
  public Optional<SocketAddress> spice() {
    return Optional.empty();
  }

  private Screen screen() {
    lock.lock();
    try {
      Screen present = screen;
      if (present == null) {
        present = new Screen(namespace + "/" + name, started, clock);
        present.setPaused(paused);
        screen = present;
      }
      return present;
    } finally {
      lock.unlock();
    }
  }

  private Terminal terminal() {
    lock.lock();
    try {
      Terminal present = terminal;
      if (present == null) {
        present = new Terminal(name, started, clock);
        present.setPaused(paused);
        terminal = present;
      }
      return present;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void setPaused(boolean wanted) {
    lock.lock();
    try {
      paused = wanted;
      if (screen != null) {
        screen.setPaused(wanted);
      }
      if (terminal != null) {
        terminal.setPaused(wanted);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void reboot() {
    lock.lock();
    try {
      if (screen != null) {
        screen.reboot();
      }
      if (terminal != null) {
        terminal.reboot();
      }
    } finally {
      lock.unlock();
    }
  }
}
