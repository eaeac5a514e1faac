package io.vmgate.simulator.console;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.vmgate.simulator.http.ByteStream;
import io.vmgate.simulator.http.StreamEnd;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's stream to a guest, from before it is dialled until it is over. It can be cut by any
 * thread at any time, also while it is being dialled.
 */
public final class Session implements StreamEnd {
  private final Line line;
  private final Traffic traffic;
  private final Consumer<Session> whenOver;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable StreamEnd end;

  /** Guarded by the lock, as is what follows. */
  private @Nullable ByteStream stream;

  private boolean cut;

  /** Leads to what the client talks to. */
  @FunctionalInterface
  interface Line {
    /**
     * Dial, waiting if need be.
     *
     * @param loop where the end is to run
     * @throws IOException if nobody answers; its message is for the client
     */
    StreamEnd dial(EventLoop loop) throws IOException;
  }

  /** How many bytes all streams have carried. */
  static final class Traffic {
    final LongAdder fromClients = new LongAdder();
    final LongAdder sessions = new LongAdder();
  }

  /**
   * @param whenOver is told once, when the client is gone or the dialling has failed
   */
  Session(Line line, Traffic traffic, Consumer<Session> whenOver) {
    this.line = line;
    this.traffic = traffic;
    this.whenOver = whenOver;
  }

  /**
   * Dial the guest; comes before the client is told that the stream is open.
   *
   * @throws IOException if nobody answers; the session is over then
   */
  public void dial(EventLoop loop) throws IOException {
    try {
      end = line.dial(loop);
    } finally {
      if (end == null) {
        whenOver.accept(this);
      }
    }
  }

  /** End the stream without a Close frame. */
  public void cut() {
    ByteStream open;
    lock.lock();
    try {
      cut = true;
      open = stream;
    } finally {
      lock.unlock();
    }
    if (open != null) {
      open.cut();
    }
  }

  @Override
  public void opened(ByteStream opened) {
    boolean late;
    lock.lock();
    try {
      stream = opened;
      late = cut;
    } finally {
      lock.unlock();
    }
    traffic.sessions.increment();
    if (late) {
      opened.cut();
    } else {
      end().opened(opened);
    }
  }

  @Override
  public void received(ByteBuf bytes) {
    traffic.fromClients.add(bytes.readableBytes());
    end().received(bytes);
  }

  @Override
  public void caughtUp() {
    end().caughtUp();
  }

  @Override
  public void writable() {
    end().writable();
  }

  @Override
  public void closed() {
    try {
      end().closed();
    } finally {
      whenOver.accept(this);
    }
  }

  private StreamEnd end() {
    StreamEnd dialled = end;
    if (dialled == null) {
      throw new IllegalStateException("Nothing was dialled");
    }
    return dialled;
  }
}
