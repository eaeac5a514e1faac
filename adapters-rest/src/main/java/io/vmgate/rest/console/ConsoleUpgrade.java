package io.vmgate.rest.console;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.vmgate.relay.HeldBytes;
import io.vmgate.relay.websocket.UpgradeKey;
import io.vmgate.relay.websocket.WebSocketFraming;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns an HTTP connection into a web socket once its controller has agreed.
 *
 * <p>The controller is one like all others: who is refused gets the same answers as everywhere. The
 * framework's own web sockets collect messages and cannot wait for a slow reader, so it must not
 * take this request for one of its own: the headers that ask for the upgrade are taken off it here,
 * before the framework sees them. The controller's success is answered here as well, and then the
 * whole connection is ours.
 */
final class ConsoleUpgrade extends ChannelDuplexHandler {
  static final String PATH = "/api/v1/vms/console/ws";

  /** What the client asked for; there while a request on {@link #PATH} is being answered. */
  static final AttributeKey<Wish> WISH = AttributeKey.valueOf(ConsoleUpgrade.class, "wish");

  /** Set by the controller: who takes over the connection. */
  static final AttributeKey<Consumer<Channel>> TAKER =
      AttributeKey.valueOf(ConsoleUpgrade.class, "taker");

  private static final String BINARY = "binary";
  private static final String TOKEN = "token";
  private static final String LANGUAGE = "language";
  private static final Pattern LANGUAGE_TAG = Pattern.compile("(zh|en)(-[A-Za-z0-9]{1,8}){0,3}");

  /**
   * An upgrade that a client asks for.
   *
   * @param token of the link; empty when there is none
   * @param isUpgrade whether it asks for a web socket at all
   * @param key null when there is none
   * @param version null when there is none
   * @param subprotocols as they stand in the header
   * @param origin of the page that asks; null from clients that are no browsers
   */
  record Wish(
      String token,
      boolean isUpgrade,
      @Nullable String key,
      @Nullable String version,
      String subprotocols,
      @Nullable String origin) {
    static Wish of(String token, HttpHeaders headers) {
      return new Wish(
          token,
          headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
              && headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true),
          headers.get(HttpHeaderNames.SEC_WEBSOCKET_KEY),
          headers.get(HttpHeaderNames.SEC_WEBSOCKET_VERSION),
          String.join(",", headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL)),
          headers.get(HttpHeaderNames.ORIGIN));
    }

    boolean offersBinary() {
      for (String offered : subprotocols.split(",")) {
        if (offered.strip().equals(BINARY)) {
          return true;
        }
      }
      return false;
    }
  }

  private int asked;
  private int answered;

  /** Which of the requests on this connection asks for a web socket; 0 while none does. */
  private int wished;

  private boolean agreed;
  private boolean mayOnlyEnd;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      asked++;
      if (isConsole(request.uri())) {
        readWish(context.channel(), request);
      }
    }
    context.fireChannelRead(message);
  }

  /**
   * Only who asks nothing else meanwhile gets a web socket: what it is answered is unmistakable.
   */
  private void readWish(Channel channel, HttpRequest request) {
    HttpHeaders headers = request.headers();
    String token = parameter(request.uri(), TOKEN);
    String language = parameter(request.uri(), LANGUAGE);
    if (LANGUAGE_TAG.matcher(language).matches()) {
      // A page cannot choose the headers of a web socket, and its language need not be the
      // browser's.
      headers.set(HttpHeaderNames.ACCEPT_LANGUAGE, language);
    }
    request.setUri(PATH + "?" + TOKEN + "=***"); // what is logged of requests is no key
    boolean isAlone = asked == answered + 1;
    channel
        .attr(WISH)
        .set(isAlone && request.method().equals(HttpMethod.GET) ? Wish.of(token, headers) : null);
    wished = isAlone ? asked : wished;
    headers.remove(HttpHeaderNames.UPGRADE).remove(HttpHeaderNames.CONNECTION);
    headers.remove(HttpHeaderNames.ORIGIN); // the framework's own ideas of it are about fetches
    headers.remove(HttpHeaderNames.IF_NONE_MATCH); // nobody has a web socket already
  }

  private static String parameter(String uri, String name) {
    try {
      List<String> given = new QueryStringDecoder(uri).parameters().get(name);
      return given == null ? "" : given.getFirst();
    } catch (IllegalArgumentException notEncoded) {
      return "";
    }
  }

  private static boolean isConsole(String uri) {
    return uri.startsWith(PATH)
        && (uri.length() == PATH.length() || uri.charAt(PATH.length()) == '?');
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (!agreed && message instanceof HttpResponse response && !isPreliminary(response)) {
      answered++;
      decide(context.channel(), response);
    }
    if (!agreed) {
      if (mayOnlyEnd && message instanceof LastHttpContent) {
        context.write(message, promise.unvoid().addListener(ChannelFutureListener.CLOSE));
      } else {
        context.write(message, promise);
      }
      return;
    }
    // The controller's own answer says nothing but yes; what follows it is not HTTP any more.
    boolean isLast = message instanceof LastHttpContent;
    ReferenceCountUtil.release(message);
    promise.trySuccess();
    if (isLast) {
      // The framework has more to do after its last write; only then is the connection free.
      context.channel().eventLoop().execute(() -> upgrade(context));
    }
  }

  private static boolean isPreliminary(HttpResponse response) {
    return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  /**
   * Somebody was let in and yet answered something else, whatever made it so: then there will be no
   * web socket, and the connection ends, which ends the session.
   */
  private void decide(Channel channel, HttpResponse response) {
    if (answered == wished) {
      boolean isLetIn = channel.attr(TAKER).get() != null;
      agreed = isLetIn && response.status().equals(HttpResponseStatus.OK);
      mayOnlyEnd = isLetIn && !agreed;
      if (!agreed) {
        channel.attr(WISH).set(null);
      }
    }
  }

  private static void upgrade(ChannelHandlerContext context) {
    Channel channel = context.channel();
    Wish wish = channel.attr(WISH).getAndSet(null);
    if (wish == null || wish.key() == null) {
      throw new IllegalStateException("the controller agreed to what was not asked for");
    }
    if (channel.isActive()) {
      channel.config().setAutoRead(false);
      context.writeAndFlush(answer(wish, wish.key()));
      for (String name : new ArrayList<>(channel.pipeline().toMap().keySet())) {
        if (!(channel.pipeline().get(name) instanceof SslHandler)) {
          channel.pipeline().remove(name);
        }
      }
      channel.pipeline().addLast("framing", WebSocketFraming.ofServer());
      HeldBytes.hold(channel);
    }
    handOver(channel);
  }

  /** Give the connection to who takes it over, once. */
  static void handOver(Channel channel) {
    Consumer<Channel> taker = channel.attr(TAKER).getAndSet(null);
    if (taker != null) {
      taker.accept(channel);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    handOver(context.channel());
    context.fireChannelInactive();
  }

  private static FullHttpResponse answer(Wish wish, String key) {
    FullHttpResponse answer =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
    answer
        .headers()
        .set(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET)
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
        .set(HttpHeaderNames.SEC_WEBSOCKET_ACCEPT, UpgradeKey.answer(key));
    if (wish.offersBinary()) {
      answer.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, BINARY);
    }
    return answer;
  }
}
