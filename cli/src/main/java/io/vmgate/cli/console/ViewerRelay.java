package io.vmgate.cli.console;

import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.http.UnreachableException;
import io.vmgate.cli.session.Deadline;
import io.vmgate.cli.session.Session;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Puts a viewer's connection through to a console: a link each, or one for all that belong
 * together.
 */
final class ViewerRelay {
  private static final int CHUNK = 65_536;
  private static final Duration UNTIL_FREE = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Session session;
  private final ConsoleLinks links;
  private final LocalListener listener;
  private final boolean sharesLinks;
  private boolean served;
  private int open;
  private @Nullable URI shared;

  /**
   * Relay over these links.
   *
   * @param sharesLinks whether connections that come while others are there use the same link, as
   *     the channels of SPICE do
   */
  ViewerRelay(Session session, ConsoleLinks links, LocalListener listener, boolean sharesLinks) {
    this.session = session;
    this.links = links;
    this.listener = listener;
    this.sharesLinks = sharesLinks;
  }

  /** Whether anybody has got in. */
  synchronized boolean hasServed() {
    return served;
  }

  /** Relay until one of both ends. */
  void relay(Socket viewer) throws IOException {
    OutputStream toViewer = viewer.getOutputStream();
    try (Line line = enter(toViewer)) {
      CompletableFuture<Void> closed = line.ended().thenRun(() -> closeQuietly(viewer));
      upload(viewer.getInputStream(), line);
      line.close();
      closed.join();
      tell(line.ended().join());
    } catch (LineRefusedException refused) {
      listener.tell(refused.code() + " " + refused.words());
    } catch (ServerErrorException refused) {
      listener.tell(refused.error().code() + " " + refused.error().message());
    } catch (UnreachableException away) {
      listener.tell(session.texts().of("server.unreachable", String.valueOf(away.getMessage())));
    } finally {
      leave();
    }
  }

  /** One at a time: the first channel must be in before others may use its link. */
  private synchronized Line enter(OutputStream toViewer) throws LineRefusedException, IOException {
    open++;
    Deadline untilFree = Deadline.in(UNTIL_FREE);
    boolean asked = false;
    while (true) {
      URI joined = sharesLinks && open > 1 ? shared : null;
      URI link = joined == null ? links.next() : joined;
      try {
        Line line = Line.open(session, link, bytes -> write(bytes, toViewer));
        shared = link;
        served = true;
        return line;
      } catch (LineRefusedException refused) {
        if (joined != null && refused.needsAnotherLink()) {
          shared = null; // What it belonged to has ended: this begins anew.
          continue;
        }
        if (joined == null && !refused.needsAnotherLink()) {
          links.giveBack(link);
        }
        if (joined == null && refused.needsAnotherLink() && !asked) {
          asked = true; // It was prepared before anybody came, perhaps long ago.
          continue;
        }
        // A viewer that comes back at once meets its own session, which is about to end.
        if (!served || !refused.somebodyIsThere() || !untilFree.pause(PAUSE)) {
          throw refused;
        }
      }
    }
  }

  private synchronized void leave() {
    open--;
  }

  private static void write(ByteBuffer bytes, OutputStream toViewer) throws IOException {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    toViewer.write(copy);
  }

  private void upload(InputStream fromViewer, Line line) {
    byte[] chunk = new byte[CHUNK];
    try {
      for (int count = fromViewer.read(chunk); count >= 0; count = fromViewer.read(chunk)) {
        line.send(ByteBuffer.wrap(chunk, 0, count).slice());
      }
    } catch (IOException ended) {
      session.trace().note(String.valueOf(ended.getMessage()));
    }
  }

  private void tell(LineEnd end) {
    if (end.code() != LineEnd.NORMAL) {
      listener.tell(session.texts().of("viewer.ended", end.code(), end.words()));
    }
  }

  private static void closeQuietly(Socket viewer) {
    try {
      viewer.close();
    } catch (IOException closed) {
      // It was to be closed.
    }
  }
}
