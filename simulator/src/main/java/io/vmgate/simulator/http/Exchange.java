package io.vmgate.simulator.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** One request and the way to answer it. Used by one thread. */
public final class Exchange {
  private static final String NO_WEBSOCKET =
      "websocket: the client is not using the websocket protocol: ";

  private final HttpConnection connection;
  private final FullHttpRequest request;
  private final String path;
  private final Map<String, List<String>> query;
  private final byte[] body;
  private final boolean keepAlive;
  private Runnable beforeReply = () -> {};
  private boolean answered;

  /** Takes over the request; the connection releases it. */
  Exchange(HttpConnection connection, FullHttpRequest request) {
    this.connection = connection;
    this.request = request;
    QueryStringDecoder uri = new QueryStringDecoder(request.uri(), StandardCharsets.UTF_8);
    this.path = uri.path();
    this.query = uri.parameters();
    this.body = ByteBufUtil.getBytes(request.content());
    this.keepAlive = HttpUtil.isKeepAlive(request);
  }

  public String method() {
    return request.method().name();
  }

  public String path() {
    return path;
  }

  /** Give a query parameter, empty if it is absent. */
  public String query(String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  public boolean hasQuery(String name) {
    return query.containsKey(name);
  }

  /** Tell whether a switch is on; a bare name counts as on, as the API server takes it. */
  public boolean flag(String name) {
    return hasQuery(name) && !query(name).equals("false") && !query(name).equals("0");
  }

  /** Give a header, empty if it is absent. */
  public String header(String name) {
    String value = request.headers().get(name);
    return value == null ? "" : value;
  }

  public byte[] body() {
    return body;
  }

  public boolean wantsWebSocket() {
    return request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  /** Tell whether something has been sent, so that no other status can be. */
  public boolean isAnswered() {
    return answered;
  }

  /** Wait without holding a platform thread. */
  public void pause(Duration delay) {
    connection.pause(delay);
  }

  /** Cut the connection. */
  public void abort() {
    answered = true;
    connection.close();
  }

  /** Say what is to be done, on the answering thread, before a whole body is sent. */
  public void beforeReply(Runnable step) {
    beforeReply = step;
  }

  /** Answer with a whole body. */
  public void reply(int status, String contentType, byte[] content, Map<String, String> headers) {
    beforeReply.run();
    answered = true;
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(status),
            Unpooled.wrappedBuffer(content));
    prepare(response, contentType);
    headers.forEach((name, value) -> response.headers().set(name, value));
    response.headers().set(HttpHeaderNames.CONTENT_LENGTH, content.length);
    connection.write(response);
    connection.flush();
    finish();
  }

  public void reply(int status, String contentType, byte[] content) {
    reply(status, contentType, content, Map.of());
  }

  /** Begin an answer of unknown length; end it with {@link Body#end}. */
  public Body begin(String contentType) {
    answered = true;
    DefaultHttpResponse response =
        new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    prepare(response, contentType);
    response.headers().set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
    connection.write(response);
    return new Body();
  }

  /**
   * Switch to WebSocket; the connection serves nothing else afterwards.
   *
   * @param protocols what may be agreed on, comma-separated; empty for none
   */
  public MessageSocket upgrade(String protocols) {
    answered = true;
    return connection.upgrade(request, protocols);
  }

  /** Give the event loop of the connection, so that what a stream leads to can share it. */
  public EventLoop loop() {
    return connection.loop();
  }

  /** List the subprotocols that the client offers, in its order. */
  public List<String> offeredProtocols() {
    return request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
        .flatMap(line -> Arrays.stream(line.split(",")))
        .map(String::strip)
        .filter(protocol -> !protocol.isEmpty())
        .toList();
  }

  /**
   * Say what is wrong with the request as a WebSocket handshake; empty if nothing is. The words are
   * those of the library that the real server uses.
   */
  public String handshakeFlaw() {
    HttpHeaders headers = request.headers();
    if (!headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)) {
      return NO_WEBSOCKET + "'upgrade' token not found in 'Connection' header";
    }
    if (!headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)) {
      return NO_WEBSOCKET + "'websocket' token not found in 'Upgrade' header";
    }
    if (!header("Sec-WebSocket-Version").equals("13")) {
      return "websocket: unsupported version: 13 not found in 'Sec-Websocket-Version' header";
    }
    if (header("Sec-WebSocket-Key").isBlank()) {
      return "websocket: not a websocket handshake: 'Sec-WebSocket-Key' header is missing or blank";
    }
    return "";
  }

  /**
   * Switch to WebSocket and give the connection to an end that takes and gives bytes; it serves
   * nothing else afterwards.
   *
   * @param protocol what is agreed on if the client offers it; without it the switch succeeds too
   * @param end hears {@link StreamEnd#closed} in any case
   */
  public void stream(String protocol, StreamEnd end) {
    answered = true;
    List<String> offered = offeredProtocols();
    if (!offered.isEmpty()) {
      request.headers().set(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, String.join(",", offered));
    }
    connection.stream(request, protocol, end);
  }

  private void prepare(HttpResponse response, String contentType) {
    HttpHeaders headers = response.headers();
    if (!contentType.isEmpty()) {
      headers.set(HttpHeaderNames.CONTENT_TYPE, contentType);
    }
    headers.set(HttpHeaderNames.CACHE_CONTROL, "no-cache, private");
    headers.set("X-Content-Type-Options", "nosniff");
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  private void finish() {
    if (!keepAlive) {
      connection.closeWhenWritten();
    }
  }

  /** The body of a chunked answer. */
  public final class Body {
    private Body() {}

    /** Send a chunk, waiting while the client does not read. Takes over the buffer. */
    public void write(ByteBuf chunk) {
      connection.write(new DefaultHttpContent(chunk));
    }

    /** Push out what was written. */
    public void flush() {
      connection.flush();
    }

    public void end() {
      connection.write(LastHttpContent.EMPTY_LAST_CONTENT);
      connection.flush();
      finish();
    }

    public ByteBuf buffer(int capacity) {
      return connection.buffer(capacity);
    }
  }
}
