package io.vmgate.benchmarks.console;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A viewer that costs next to nothing: a web socket whose payload is counted and not looked at. RFC
 * 6455; frames of the server are not masked. One thread reads, and answers pings.
 */
final class ConsoleSocket implements AutoCloseable {
  /** Any but zero: whoever has to unmask shall have the work of it. */
  private static final int MASK = 0x5A17C3E9;

  private static final int BINARY = 0x82;
  private static final int PONG = 0x8A;
  private static final int PING_CODE = 0x9;
  private static final int CLOSE_CODE = 0x8;
  private static final int MASKED = 0x80;

  private final ByteChannel channel;
  private final ByteBuffer buffer;
  private long frameLeft;

  private ConsoleSocket(ByteChannel channel, ByteBuffer buffer) {
    this.channel = channel;
    this.buffer = buffer.flip();
  }

  /**
   * Open a web socket.
   *
   * @param url http or https
   * @param tls for https
   * @param readBytes how much one read may bring
   */
  static ConsoleSocket open(
      URI url, String subprotocol, @Nullable String token, @Nullable SSLContext tls, int readBytes)
      throws IOException {
    ByteChannel channel = tls == null ? plain(url) : new TlsChannel(tls, url);
    ByteBuffer buffer =
        readBytes > 64 * 1024
            ? ByteBuffer.allocateDirect(readBytes)
            : ByteBuffer.allocate(readBytes);
    ConsoleSocket socket = new ConsoleSocket(channel, buffer);
    try {
      socket.upgrade(url, subprotocol, token);
      return socket;
    } catch (IOException | RuntimeException failed) {
      socket.close();
      throw failed;
    }
  }

  private static ByteChannel plain(URI url) throws IOException {
    SocketChannel channel = SocketChannel.open(new InetSocketAddress(url.getHost(), url.getPort()));
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    return channel;
  }

  private void upgrade(URI url, String subprotocol, @Nullable String token) throws IOException {
    String path = url.getRawPath() + (url.getRawQuery() == null ? "" : "?" + url.getRawQuery());
    String request =
        ("GET %s HTTP/1.1\r\nHost: %s\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                + "Sec-WebSocket-Protocol: %s\r\n%s\r\n")
            .formatted(
                path,
                url.getAuthority(),
                subprotocol,
                token == null ? "" : "Authorization: Bearer " + token + "\r\n");
    write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
    StringBuilder answer = new StringBuilder();
    while (!answer.toString().endsWith("\r\n\r\n")) {
      fill();
      answer.append((char) buffer.get());
    }
    if (!answer.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException("refused: " + answer.toString().lines().findFirst().orElse(""));
    }
  }

  /** Exchange the first messages of RFB 3.8 without a password (RFC 6143 section 7.1 to 7.3). */
  void greet() throws IOException {
    byte[] version = read(12);
    send(version);
    read(read(1)[0]);
    send((byte) 1);
    read(4);
    send((byte) 1);
    byte[] screen = read(24);
    read(ByteBuffer.wrap(screen).getInt(20));
  }

  /** A message as it stands on the wire. */
  static ByteBuffer frame(byte... payload) {
    return frame(BINARY, payload);
  }

  private static ByteBuffer frame(int first, byte... payload) {
    ByteBuffer frame = ByteBuffer.allocateDirect(14 + payload.length).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (MASKED | payload.length));
    } else if (payload.length <= 0xFFFF) {
      frame.put((byte) (MASKED | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (MASKED | 127)).putLong(payload.length);
    }
    frame.putInt(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK >>> (24 - 8 * (i & 3))));
    }
    return frame.flip();
  }

  void send(byte... payload) throws IOException {
    write(frame(payload));
  }

  /** Send what {@link #frame} made; it can be sent again. */
  void write(ByteBuffer frame) throws IOException {
    ByteBuffer rest = frame.duplicate();
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  /** Read so many bytes of payload, over as many messages as they come in. */
  byte[] read(int bytes) throws IOException {
    byte[] read = new byte[bytes];
    int at = 0;
    while (at < bytes) {
      at += readSome(read, at, bytes - at);
    }
    return read;
  }

  /** Read so many bytes and drop them. */
  void skip(long bytes) throws IOException {
    for (long left = bytes; left > 0; ) {
      left -= skipSome(left);
    }
  }

  private int readSome(byte[] into, int at, int most) throws IOException {
    awaitPayload();
    int bytes = (int) Math.min(Math.min(most, frameLeft), buffer.remaining());
    buffer.get(into, at, bytes);
    frameLeft -= bytes;
    return bytes;
  }

  /** Drop what payload has arrived, up to so much; waits for some; answers how much it was. */
  int skipSome(long most) throws IOException {
    awaitPayload();
    int bytes = (int) Math.min(Math.min(most, frameLeft), buffer.remaining());
    buffer.position(buffer.position() + bytes);
    frameLeft -= bytes;
    return bytes;
  }

  private void awaitPayload() throws IOException {
    while (frameLeft == 0) {
      readHead();
    }
    fill();
  }

  private void readHead() throws IOException {
    int opcode = octet() & 0xF;
    long length = octet();
    if (length == 126) {
      length = octet() << 8 | octet();
    } else if (length == 127) {
      length = 0;
      for (int i = 0; i < 8; i++) {
        length = length << 8 | octet();
      }
    }
    if (opcode < CLOSE_CODE) {
      frameLeft = length;
      return;
    }
    byte[] control = new byte[(int) length];
    for (int i = 0; i < length; i++) {
      control[i] = (byte) octet();
    }
    if (opcode == PING_CODE) {
      write(frame(PONG, control));
    } else if (opcode == CLOSE_CODE) {
      throw new EOFException(
          "closed: " + new String(control, StandardCharsets.UTF_8).replaceAll("\\p{Cntrl}", ""));
    }
  }

  private int octet() throws IOException {
    fill();
    return buffer.get() & 0xFF;
  }

  private void fill() throws IOException {
    if (!buffer.hasRemaining()) {
      buffer.clear();
      int bytes = channel.read(buffer);
      buffer.flip();
      if (bytes < 0) {
        throw new EOFException("the connection ended");
      }
    }
  }

  boolean isClosed() {
    return !channel.isOpen();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** The same over TLS, for the way that nothing stands on. */
  private static final class TlsChannel implements ByteChannel {
    private final SSLSocket socket;
    private final InputStream in;
    private final OutputStream out;

    TlsChannel(SSLContext tls, URI url) throws IOException {
      socket = (SSLSocket) tls.getSocketFactory().createSocket(url.getHost(), url.getPort());
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
      out = socket.getOutputStream();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      byte[] data = new byte[Math.min(target.remaining(), 16 * 1024)];
      int bytes = in.read(data);
      if (bytes > 0) {
        target.put(data, 0, bytes);
      }
      return bytes;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      byte[] data = new byte[source.remaining()];
      source.get(data);
      out.write(data);
      return data.length;
    }

    @Override
    public boolean isOpen() {
      return !socket.isClosed();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
