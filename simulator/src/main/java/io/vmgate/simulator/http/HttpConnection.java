package io.vmgate.simulator.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client connection. Requests that arrive early wait for their turn. */
final class HttpConnection extends SimpleChannelInboundHandler<Object> {
  private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);
  private static final int MOST_WAITING = 16;

  /** What a client may send in one message where it is not expected to send any. */
  private static final int LARGEST_MESSAGE = 1 << 20;

  private static final int LARGEST_FRAME = 64 << 20;
  private static final Duration SILENCE_CHECK = Duration.ofMillis(20);

  /** A client that reads nothing for so long is cut off. */
  private static final Duration LONGEST_STALL = Duration.ofSeconds(60);

  private final Endpoint endpoint;
  private final Executor executor;
  private final BooleanSupplier silent;
  private final ArrayDeque<FullHttpRequest> waiting = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private @Nullable Channel channel;
  private boolean busy;

  /** Guarded by the lock: the thread that answers now, to be woken when the client goes. */
  private @Nullable Thread answering;

  private boolean gone;

  /**
   * @param silent says when nothing may be written for the time being
   */
  HttpConnection(Endpoint endpoint, Executor executor, BooleanSupplier silent) {
    super(false);
    this.silent = silent;
    this.endpoint = endpoint;
    this.executor = executor;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Object message) {
    switch (message) {
      case FullHttpRequest request when !request.decoderResult().isSuccess() -> {
        request.release();
        context.close();
      }
      case FullHttpRequest request when waiting.size() < MOST_WAITING -> {
        waiting.add(request);
        next();
      }
      case CloseWebSocketFrame close ->
          context.writeAndFlush(close).addListener(ChannelFutureListener.CLOSE);
      case PingWebSocketFrame ping -> context.writeAndFlush(new PongWebSocketFrame(ping.content()));
      case WebSocketFrame frame -> frame.release();
      default -> {
        ReferenceCountUtil.release(message);
        context.close();
      }
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    signal();
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    lock.lock();
    try {
      gone = true;
      changed.signalAll();
      Thread thread = answering;
      if (thread != null) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.debug("A connection failed", cause);
    }
    context.close();
  }

  private void next() {
    if (busy) {
      return;
    }
    FullHttpRequest request = waiting.poll();
    if (request == null) {
      return;
    }
    busy = true;
    try {
      executor.execute(() -> answer(request));
    } catch (RejectedExecutionException stopping) {
      request.release();
      open().close();
    }
  }

  private void answer(FullHttpRequest request) {
    lock.lock();
    try {
      if (gone) {
        request.release();
        return;
      }
      answering = Thread.currentThread();
    } finally {
      lock.unlock();
    }
    try {
      endpoint.answer(new Exchange(this, request));
    } catch (ConnectionLostException lost) {
      close();
    } catch (RuntimeException | Error bug) {
      LOG.error("A request failed: {} {}", request.method(), request.uri(), bug);
      close();
    } finally {
      lock.lock();
      try {
        answering = null;
      } finally {
        lock.unlock();
      }
      request.release();
      goOn();
    }
  }

  private void goOn() {
    try {
      open()
          .eventLoop()
          .execute(
              () -> {
                busy = false;
                next();
              });
    } catch (RejectedExecutionException stopped) {
      LOG.debug("The server has stopped; nothing follows on this connection");
    }
  }

  /** Write, after waiting until the client has read enough of what was written before. */
  void write(Object message) {
    Channel open = open();
    while (silent.getAsBoolean()) {
      pause(SILENCE_CHECK);
    }
    if (!open.isWritable()) {
      open.flush();
      awaitWritable(message);
    }
    open.write(message, open.voidPromise());
  }

  void flush() {
    open().flush();
  }

  private void awaitWritable(Object message) {
    lock.lock();
    try {
      long left = LONGEST_STALL.toNanos();
      while (!open().isWritable()) {
        if (gone || !open().isActive() || left <= 0) {
          ReferenceCountUtil.release(message);
          throw new ConnectionLostException();
        }
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      ReferenceCountUtil.release(message);
      throw new ConnectionLostException();
    } finally {
      lock.unlock();
    }
  }

  void pause(Duration delay) {
    lock.lock();
    try {
      long left = delay.toNanos();
      while (left > 0 && !gone) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new ConnectionLostException();
    } finally {
      lock.unlock();
    }
  }

  MessageSocket upgrade(FullHttpRequest request, String protocols) {
    WebSocketServerHandshaker handshaker = handshaker(request, protocols, LARGEST_MESSAGE);
    handshake(request, handshaker, _ -> {});
    return new MessageSocket(this);
  }

  /** Switch to WebSocket and hand the connection over to an end that takes and gives bytes. */
  void stream(FullHttpRequest request, String protocols, StreamEnd end) {
    AtomicBoolean opened = new AtomicBoolean();
    try {
      WebSocketServerHandshaker handshaker = handshaker(request, protocols, LARGEST_FRAME);
      handshake(
          request,
          handshaker,
          open -> {
            opened.set(true);
            ByteStream stream = new ByteStream(open, end, silent);
            open.pipeline().replace(this, "stream", stream.new Inbound());
            end.opened(stream);
          });
    } finally {
      // Once it has opened, the end hears from the stream itself that all is over.
      if (!opened.get()) {
        end.closed();
      }
    }
  }

  private WebSocketServerHandshaker handshaker(
      FullHttpRequest request, String protocols, int largestFrameBytes) {
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(
                "wss://" + request.headers().get("Host", "localhost") + request.uri(),
                protocols.isEmpty() ? null : protocols,
                WebSocketDecoderConfig.newBuilder()
                    .allowExtensions(false)
                    .maxFramePayloadLength(largestFrameBytes)
                    .build())
            .newHandshaker(request);
    if (handshaker == null) {
      WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(open());
      throw new ConnectionLostException();
    }
    return handshaker;
  }

  /** The handshaker needs the pipeline to itself, so it runs on the event loop. */
  private void handshake(
      FullHttpRequest request, WebSocketServerHandshaker handshaker, Consumer<Channel> then) {
    Channel open = open();
    Callable<ChannelFuture> work =
        () -> {
          if (!open.isActive()) {
            return open.newFailedFuture(new ConnectionLostException());
          }
          ChannelFuture sent = handshaker.handshake(open, request);
          then.accept(open);
          return sent;
        };
    ChannelFuture done;
    try {
      done = open.eventLoop().submit(work).awaitUninterruptibly().getNow();
    } catch (RejectedExecutionException stopping) {
      throw new ConnectionLostException();
    }
    if (done == null || !done.awaitUninterruptibly().isSuccess()) {
      throw new ConnectionLostException();
    }
  }

  EventLoop loop() {
    return open().eventLoop();
  }

  ByteBuf buffer(int capacity) {
    return open().alloc().buffer(capacity);
  }

  void close() {
    open().close();
  }

  void closeWhenWritten() {
    open()
        .writeAndFlush(io.netty.buffer.Unpooled.EMPTY_BUFFER)
        .addListener(ChannelFutureListener.CLOSE);
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Channel open() {
    Channel open = channel;
    if (open == null) {
      throw new IllegalStateException("No channel yet");
    }
    return open;
  }
}
