package io.vmgate.benchmarks.stream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Many clients of the stream on one thread, which does as little as it can. */
final class Listeners implements AutoCloseable {
  /** Told of a mark that a listener has read. */
  interface Mark {
    void read(int number, long nanos);
  }

  private static final int TAIL = 64;

  private final Selector selector = Selector.open();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 * 1024);
  private final Pattern pattern;
  private final Mark mark;
  private final AtomicInteger ready = new AtomicInteger();
  private volatile boolean closed;

  /** One client: whether it was told that it listens, and the end of what it has read. */
  private static final class Client {
    private boolean ready;
    private String tail = "";
  }

  /**
   * Connect.
   *
   * @param label whose values {@code b<number>} are marks
   */
  Listeners(URI platform, List<String> tokens, int count, String label, Mark mark)
      throws IOException {
    this.pattern = Pattern.compile("\"" + label + "\":\"b(\\d+)\"");
    this.mark = mark;
    for (int i = 0; i < count; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(platform.getHost(), platform.getPort()));
      String request =
          "GET /api/v1/stream?kinds=vm HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
              .formatted(platform.getAuthority(), tokens.get(i % tokens.size()));
      channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, new Client());
    }
    Thread.ofPlatform().daemon().start(this::run);
  }

  /** How many have been told that they listen. */
  int ready() {
    return ready.get();
  }

  private void run() {
    try {
      while (!closed) {
        selector.select(this::read);
      }
    } catch (IOException failed) {
      throw new IllegalStateException(failed);
    }
  }

  private void read(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      buffer.clear();
      if (((SocketChannel) key.channel()).read(buffer) < 0) {
        throw new IOException("the platform ended a stream");
      }
    } catch (IOException ended) {
      key.cancel();
      System.err.println(ended.getMessage());
      return;
    }
    long now = System.nanoTime();
    String text = client.tail + StandardCharsets.ISO_8859_1.decode(buffer.flip());
    if (!client.ready && text.contains("event: ready")) {
      client.ready = true;
      ready.incrementAndGet();
    }
    int end = 0;
    for (Matcher marks = pattern.matcher(text); marks.find(); ) {
      mark.read(Integer.parseInt(marks.group(1)), now);
      end = marks.end();
    }
    client.tail = text.substring(Math.max(end, text.length() - TAIL));
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
