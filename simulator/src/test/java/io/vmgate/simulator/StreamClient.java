package io.vmgate.simulator;

import io.vmgate.simulator.rfb.RfbViewer;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The client's end of a stream, with reads that wait. */
final class StreamClient implements AutoCloseable {
  static final int PATIENCE_SECONDS = 20;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ByteArrayOutputStream came = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
  private final AtomicInteger pings = new AtomicInteger();
  private @Nullable WebSocket socket;
  private int consumed;

  private StreamClient() {}

  /** Open a stream; {@code options} are WebSocket subprotocols. */
  static StreamClient open(Simulator simulator, String path, String... protocols) {
    return open(simulator, path, "Bearer " + simulator.token(), protocols);
  }

  /** Open a stream with this Authorization header; without one if it is empty. */
  static StreamClient open(
      Simulator simulator, String path, String authorization, String[] protocols) {
    StreamClient client = new StreamClient();
    WebSocket.Builder builder = new ApiClient(simulator).http().newWebSocketBuilder();
    if (!authorization.isEmpty()) {
      builder.header("Authorization", authorization);
    }
    if (protocols.length > 0) {
      String[] others = new String[protocols.length - 1];
      System.arraycopy(protocols, 1, others, 0, others.length);
      builder.subprotocols(protocols[0], others);
    }
    client.socket =
        get(
            builder.buildAsync(
                URI.create(simulator.url().replace("https:", "wss:") + path),
                client.new Listener()));
    return client;
  }

  /** Give the status with which an upgrade was refused; 101 if it was not. */
  static int upgradeStatus(
      Simulator simulator, String path, String authorization, String... protocols) {
    try (StreamClient client = open(simulator, path, authorization, protocols)) {
      return 101;
    } catch (IllegalStateException refused) {
      if (refused.getCause() instanceof WebSocketHandshakeException handshake) {
        return handshake.getResponse().statusCode();
      }
      throw refused;
    }
  }

  /** Look at the stream as RFB. */
  RfbViewer viewer() {
    return new RfbViewer(
        new RfbViewer.Wire() {
          @Override
          public byte[] read(int length) {
            return StreamClient.this.read(length);
          }

          @Override
          public void send(byte[] bytes) {
            StreamClient.this.send(bytes);
          }
        });
  }

  String protocol() {
    return socket().getSubprotocol();
  }

  void send(byte... bytes) {
    get(socket().sendBinary(ByteBuffer.wrap(bytes), true));
  }

  void sendPart(byte[] bytes, boolean last) {
    get(socket().sendBinary(ByteBuffer.wrap(bytes), last));
  }

  void sendText(String text) {
    get(socket().sendText(text, true));
  }

  void sendClose() {
    get(socket().sendClose(1000, ""));
  }

  /** Read so many bytes, waiting for them. */
  byte[] read(int length) {
    lock.lock();
    try {
      long left = TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (came.size() - consumed < length) {
        if (left <= 0 || closeCode.isDone()) {
          throw new AssertionError(
              "Only %d of %d bytes came".formatted(came.size() - consumed, length));
        }
        left = changed.awaitNanos(left);
      }
      byte[] all = came.toByteArray();
      byte[] wanted = new byte[length];
      System.arraycopy(all, consumed, wanted, 0, length);
      consumed += length;
      if (consumed > 1 << 20) {
        came.reset();
        came.write(all, consumed, all.length - consumed);
        consumed = 0;
      }
      return wanted;
    } catch (InterruptedException stopping) {
      throw new IllegalStateException(stopping);
    } finally {
      lock.unlock();
    }
  }

  /** Give what has come and was not read, without waiting. */
  byte[] pending() {
    lock.lock();
    try {
      byte[] all = came.toByteArray();
      byte[] rest = new byte[all.length - consumed];
      System.arraycopy(all, consumed, rest, 0, rest.length);
      return rest;
    } finally {
      lock.unlock();
    }
  }

  /** Wait for the end and give its code; 1006 if no Close frame came. */
  int awaitEnd() {
    return get(closeCode);
  }

  boolean isOpen() {
    return !closeCode.isDone();
  }

  int pings() {
    return pings.get();
  }

  @Override
  public void close() {
    WebSocket open = socket;
    if (open != null) {
      open.abort();
    }
  }

  private WebSocket socket() {
    WebSocket open = socket;
    if (open == null) {
      throw new IllegalStateException("Not open");
    }
    return open;
  }

  private static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException | TimeoutException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private final class Listener implements WebSocket.Listener {
    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      lock.lock();
      try {
        came.writeBytes(bytes);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer message) {
      pings.incrementAndGet();
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
      ended(code);
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      ended(1006);
    }

    private void ended(int code) {
      closeCode.complete(code);
      lock.lock();
      try {
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }
}
