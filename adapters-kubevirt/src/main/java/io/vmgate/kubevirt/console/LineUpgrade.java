package io.vmgate.kubevirt.console;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.vmgate.relay.HeldBytes;
import io.vmgate.relay.websocket.UpgradeKey;
import io.vmgate.relay.websocket.WebSocketFraming;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Asks the API server to turn an HTTP connection into a web socket, and learns why it does not. */
final class LineUpgrade extends SimpleChannelInboundHandler<FullHttpResponse> {
  private static final String SUBPROTOCOL = "plain.kubevirt.io";
  private static final int MOST_REFUSAL_BYTES = 64 * 1024;
  private static final int SWITCHING_PROTOCOLS = 101;

  private final String host;
  private final String path;
  private final @Nullable String authorization;
  private final long maskSeed;
  private final String key;
  private final CompletableFuture<Channel> upgraded;

  LineUpgrade(
      String host,
      String path,
      @Nullable String authorization,
      RandomGenerator random,
      CompletableFuture<Channel> upgraded) {
    this.host = host;
    this.path = path;
    this.authorization = authorization;
    this.maskSeed = random.nextLong();
    this.key = UpgradeKey.fresh(random);
    this.upgraded = upgraded;
  }

  /** Put all that is needed behind what the pipeline has, and begin once it is connected. */
  void joinPipeline(Channel channel) {
    channel
        .pipeline()
        .addLast("http", new HttpClientCodec())
        .addLast("collect", new HttpObjectAggregator(MOST_REFUSAL_BYTES))
        .addLast("upgrade", this);
  }

  void ask(Channel channel) {
    HttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, path);
    request
        .headers()
        .set(HttpHeaderNames.HOST, host)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, "13")
        .set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL)
        .set(HttpHeaderNames.SEC_WEBSOCKET_KEY, key);
    if (authorization != null) {
      request.headers().set(HttpHeaderNames.AUTHORIZATION, authorization);
    }
    channel
        .writeAndFlush(request)
        .addListener(
            sent -> {
              if (!sent.isSuccess()) {
                upgraded.completeExceptionally(sent.cause());
              }
            });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
    if (response.status().code() == SWITCHING_PROTOCOLS) {
      agreed(context, response);
    } else {
      byte[] body = ByteBufUtil.getBytes(response.content());
      upgraded.completeExceptionally(LineRefusals.of(response.status().code(), body).toException());
      context.close();
    }
  }

  private void agreed(ChannelHandlerContext context, FullHttpResponse response) {
    String accept = response.headers().get(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT);
    if (!UpgradeKey.answer(key).equals(accept)) {
      upgraded.completeExceptionally(
          new IOException("the API server did not agree to this web socket"));
      context.close();
      return;
    }
    Channel channel = context.channel();
    // Bytes that came along with the answer leave the codec when it goes, and meet the framing.
    channel.pipeline().addLast("framing", WebSocketFraming.ofClient(maskSeed));
    HeldBytes.hold(channel);
    channel.pipeline().remove(this);
    channel.pipeline().remove("collect");
    channel.pipeline().remove("http");
    upgraded.complete(channel);
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    upgraded.completeExceptionally(new ClosedChannelException());
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    upgraded.completeExceptionally(cause);
    context.close();
  }
}
