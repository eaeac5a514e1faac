package io.vmgate.simulator.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the stand-ins do with what they get. */
final class StandInHandlers {
  private static final int BLOCK_BYTES = 64 * 1024;
  private static final int LARGEST_REQUEST = 1 << 20;
  private static final ByteBuf LETTERS = letters();

  private StandInHandlers() {}

  static void echo(Channel channel) {
    channel.pipeline().addLast(new Echo());
  }

  static void discard(Channel channel) {
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelRead(ChannelHandlerContext context, Object message) {
                ReferenceCountUtil.release(message);
              }
            });
  }

  static void generate(Channel channel) {
    channel.pipeline().addLast(new Generator());
  }

  static void http(Channel channel) {
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(),
            new HttpObjectAggregator(LARGEST_REQUEST),
            new Web(
                "text/plain; charset=utf-8",
                request ->
                    "A simulated guest was asked to "
                        + request.method()
                        + " "
                        + request.uri()
                        + "\n"));
  }

  /** Answer HTTP requests by a page of HTML, whatever they ask for. */
  static void page(Channel channel, Supplier<String> page) {
    channel
        .pipeline()
        .addLast(
            new HttpServerCodec(),
            new HttpObjectAggregator(LARGEST_REQUEST),
            new Web("text/html; charset=utf-8", _ -> page.get()));
  }

  static ChannelHandler echoDatagrams() {
    return new SimpleChannelInboundHandler<DatagramPacket>() {
      @Override
      protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
        context.writeAndFlush(new DatagramPacket(packet.content().retain(), packet.sender()));
      }
    };
  }

  private static ByteBuf letters() {
    ByteBuf letters = Unpooled.directBuffer(BLOCK_BYTES);
    for (int i = 0; i < BLOCK_BYTES; i++) {
      letters.writeByte(i % 64 == 63 ? '\n' : ' ' + i % 64);
    }
    return Unpooled.unreleasableBuffer(letters.asReadOnly());
  }

  /** Gives back what it gets; reads no more while its client does not read. */
  private static final class Echo extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      context.write(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      context.flush();
      context.channel().config().setAutoRead(context.channel().isWritable());
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      context.channel().config().setAutoRead(context.channel().isWritable());
    }
  }

  /** Sends letters as fast as they are taken. */
  private static final class Generator extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext context) {
      send(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ReferenceCountUtil.release(message);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      send(context);
    }

    private static void send(ChannelHandlerContext context) {
      boolean written = false;
      while (context.channel().isActive() && context.channel().isWritable()) {
        context.write(LETTERS.duplicate(), context.voidPromise());
        written = true;
      }
      if (written) {
        context.flush();
      }
    }
  }

  /** Answers every request. */
  private static final class Web extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final String contentType;
    private final Function<FullHttpRequest, String> answer;

    Web(String contentType, Function<FullHttpRequest, String> answer) {
      this.contentType = contentType;
      this.answer = answer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
      boolean readable = request.decoderResult().isSuccess();
      boolean keepAlive = HttpUtil.isKeepAlive(request) && readable;
      byte[] text = answer.apply(request).getBytes(StandardCharsets.UTF_8);
      DefaultFullHttpResponse response =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              readable ? HttpResponseStatus.OK : HttpResponseStatus.BAD_REQUEST,
              request.method().equals(HttpMethod.HEAD)
                  ? Unpooled.EMPTY_BUFFER
                  : Unpooled.wrappedBuffer(text));
      response
          .headers()
          .set(HttpHeaderNames.CONTENT_TYPE, contentType)
          .set(HttpHeaderNames.CONTENT_LENGTH, text.length)
          .set(HttpHeaderNames.CACHE_CONTROL, "no-store");
      HttpUtil.setKeepAlive(response, keepAlive);
      var sent = context.writeAndFlush(response);
      if (!keepAlive) {
        sent.addListener(ChannelFutureListener.CLOSE);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      context.close();
    }
  }
}
