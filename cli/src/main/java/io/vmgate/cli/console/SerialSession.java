package io.vmgate.cli.console;

import io.vmgate.cli.http.Query;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.http.UnreachableException;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jline.terminal.Size;
import org.jspecify.annotations.Nullable;

/** A person on a serial line: typed keys go in, bytes come out, and broken lines are mended. */
final class SerialSession {
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int MOST_FAILURES = 60;
  private static final int MOST_UNEXPLAINED = 3;
  private static final String PROTOCOL = "serial";

  private final Session session;
  private final RawTerminal terminal;
  private final ConsoleLinks links;
  private final String vmId;
  private final String vmName;
  private final CountDownLatch left = new CountDownLatch(1);
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private volatile @Nullable Line line;
  private boolean lineWasLost;
  private int unexplained;

  SerialSession(
      Session session, RawTerminal terminal, ConsoleLinks links, String vmId, String vmName) {
    this.session = session;
    this.terminal = terminal;
    this.links = links;
    this.vmId = vmId;
    this.vmName = vmName;
  }

  /** Stay until the person leaves, or until staying makes no sense any more. */
  void run() throws IOException {
    Keys keys = new Keys(terminal.keys(), () -> line, session.trace());
    Thread.ofPlatform()
        .daemon()
        .name("keys")
        .start(
            () -> {
              keys.readToEnd();
              left.countDown();
              ended.complete(true);
            });
    Thread.ofVirtual().start(this::stay);
    try {
      // Whoever leaves does so at once, whatever call is under way.
      ended.join();
    } catch (CompletionException failed) {
      switch (failed.getCause()) {
        case IOException away -> throw away;
        case RuntimeException refused -> throw refused;
        case null, default -> throw failed;
      }
    } finally {
      Line open = line;
      if (open != null) {
        open.close();
      }
    }
  }

  private void stay() {
    try {
      connect();
      ended.complete(true);
    } catch (IOException | RuntimeException | Error failed) {
      ended.completeExceptionally(failed);
    }
  }

  private void connect() throws IOException {
    boolean first = true;
    int failures = 0;
    while (!hasLeft()) {
      try (Line opened = open()) {
        line = opened;
        failures = 0;
        if (hasLeft()) {
          return;
        }
        EndReason reason = new EndReason(session, vmId, PROTOCOL);
        Thread.ofVirtual().start(reason::learn);
        greet(first);
        first = false;
        LineEnd end = awaitEnd(opened);
        line = null;
        if (hasLeft() || !shallGoOn(end, reason)) {
          return;
        }
      } catch (LineRefusedException refused) {
        boolean mayChange = !first && (refused.somebodyIsThere() || refused.machineIsNotRunning());
        if (++failures > MOST_FAILURES || !(mayChange || refused.needsAnotherLink())) {
          throw new Refusal(
              ExitCode.ofError(refused.code()), refused.code(), refused.words(), "", List.of());
        }
      } catch (ServerErrorException | UnreachableException | IOException away) {
        if (first || ++failures > MOST_FAILURES || !passes(away)) {
          throw away;
        }
      }
      pause();
    }
  }

  private static boolean passes(Exception away) {
    return !(away instanceof ServerErrorException refused)
        || refused.error().passes()
        || ExitCode.ofError(refused.error().code()) == ExitCode.CONFLICT;
  }

  private Line open() throws LineRefusedException, IOException {
    URI link = links.next();
    OutputStream screen = terminal.screen();
    try {
      return Line.open(
          session,
          link,
          bytes -> {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            screen.write(copy);
            screen.flush();
          });
    } catch (LineRefusedException refused) {
      if (!refused.needsAnotherLink()) {
        links.giveBack(link);
      }
      throw refused;
    } catch (IOException away) {
      links.giveBack(link);
      throw away;
    }
  }

  private void greet(boolean first) {
    if (!first) {
      terminal.say(session.texts().of("console.again", vmName));
      return;
    }
    // A serial line knows no size: only the guest can be told, by whoever is in it.
    Size size = terminal.size();
    terminal.say(
        session.texts().of("console.connected", vmName)
            + (size.getRows() > 0
                ? "\r\n" + session.texts().of("console.size", size.getRows(), size.getColumns())
                : ""));
  }

  /** Whether another link makes sense, as docs/api/console.md says it of each code. */
  private boolean shallGoOn(LineEnd end, EndReason reason) {
    return switch (end.code()) {
      case LineEnd.NORMAL -> false;
      case LineEnd.GOING_AWAY, LineEnd.BROKEN -> {
        terminal.say(session.texts().of("console.broken", end.words()));
        yield true;
      }
      case LineEnd.MACHINE_STOPPED -> {
        terminal.say(session.texts().of("console.stopped", end.words()));
        yield awaitRunning();
      }
      case LineEnd.MACHINE_SIDE -> shallGoOnAfter(reason.ask(left), end);
      case LineEnd.PERMISSION_WITHDRAWN -> throw refusal(ExitCode.FORBIDDEN, end);
      case LineEnd.TAKEN_OVER -> throw refusal(ExitCode.CONFLICT, end);
      default -> throw refusal(ExitCode.FAILED, end);
    };
  }

  private boolean shallGoOnAfter(String reason, LineEnd end) {
    boolean once = reason.equals("LINE_LOST") || reason.equals("FAULT");
    unexplained = reason.isEmpty() ? unexplained + 1 : 0;
    boolean again =
        reason.isEmpty()
            ? unexplained <= MOST_UNEXPLAINED
            : reason.equals("MACHINE_MOVED")
                || reason.equals("NO_ANSWER")
                || (once && !lineWasLost);
    if (hasLeft() || again) {
      // More often would be two clients that throw each other out.
      lineWasLost |= once;
      terminal.say(session.texts().of("console.broken", end.words()));
      return true;
    }
    throw refusal(ExitCode.CONFLICT, end);
  }

  private static Refusal refusal(ExitCode exitCode, LineEnd end) {
    return new Refusal(exitCode, end.words().isEmpty() ? "close " + end.code() : end.words());
  }

  /** The guest may come back: it was perhaps restarted. */
  private boolean awaitRunning() {
    while (!hasLeft()) {
      try {
        String status =
            session
                .api()
                .get("/vms/" + vmId, new Query())
                .path("basicInfo")
                .path("status")
                .asString("");
        if (status.equals("running")) {
          return true;
        }
      } catch (UnreachableException away) {
        session.trace().note(String.valueOf(away.getMessage()));
      }
      pause();
    }
    return false;
  }

  private boolean hasLeft() {
    return left.getCount() == 0;
  }

  /** Not all at once: many clients may have lost the same server. */
  private void pause() {
    try {
      if (left.await(
          RandomGenerator.getDefault().nextLong(PAUSE.toMillis()) + 1, TimeUnit.MILLISECONDS)) {
        session.trace().note("left");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private LineEnd awaitEnd(Line opened) {
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                left.await();
                opened.close();
              } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
              }
            });
    return opened.ended().join();
  }
}
