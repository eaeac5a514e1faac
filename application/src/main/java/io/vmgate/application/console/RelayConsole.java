package io.vmgate.application.console;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins an admitted viewer to the machine, for as long as that may last. */
public final class RelayConsole {
  private static final Logger LOG = LoggerFactory.getLogger(RelayConsole.class);

  /** How long a viewer waits for what the database knows of the end. */
  private static final Duration LOOK_UP = Duration.ofSeconds(1);

  private final ConsoleDialer dialer;
  private final LiveConsoles live;
  private final SessionBook sessions;
  private final SessionLog log;
  private final VmInventory inventory;
  private final LineEndings endings;
  private final ConsoleLimits limits;

  public RelayConsole(
      ConsoleDialer dialer,
      LiveConsoles live,
      SessionBook sessions,
      SessionLog log,
      VmInventory inventory,
      ConsoleLimits limits) {
    this.dialer = dialer;
    this.live = live;
    this.sessions = sessions;
    this.log = log;
    this.inventory = inventory;
    this.endings = new LineEndings(inventory, limits.afterthought());
    this.limits = limits;
  }

  /**
   * Dial the machine, let bytes flow until something ends that, tell the viewer why, and write it
   * down. Blocks the calling thread all the while, so that should be a virtual one. Throws nothing:
   * whatever goes wrong is a reason that the viewer is told.
   */
  public void relay(Admission admission, Viewer viewer) {
    Connection connection = new Connection(admission.session());
    SessionMeter meter = live.add(connection);
    if (meter == null) {
      viewer.close(new EndReason.LineRefused(LineProblem.TOO_MANY_CHANNELS, ""));
      return;
    }
    try {
      finish(admission, viewer, meter, reason(admission, viewer, connection, meter));
    } finally {
      viewer.close(new EndReason.Fault()); // does nothing to who was told why
      live.remove(connection); // last: who waits for it may rely on all that was to be done
    }
  }

  private EndReason reason(
      Admission admission, Viewer viewer, Connection connection, SessionMeter meter) {
    try {
      return run(admission, viewer, connection, meter);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
      return new EndReason.GoingAway();
    } catch (RuntimeException fault) {
      LOG.error("console session {}", admission.session().id(), fault);
      return new EndReason.Fault();
    }
  }

  private EndReason run(
      Admission admission, Viewer viewer, Connection connection, SessionMeter meter)
      throws InterruptedException {
    if (viewer.hasLeft()) {
      return new EndReason.ViewerLeft();
    }
    Optional<Vm> vm = inventory.find(admission.session().vm());
    if (admission.session().protocol() == ConsoleProtocol.SPICE
        && !vm.map(Vm::forwardsPorts).orElse(true)) {
      return new EndReason.LineRefused(LineProblem.NO_NETWORK, "");
    }
    try (ConsoleLine line = dial(admission, viewer, connection)) {
      if (line == null) {
        return connection.ordered.join();
      }
      if (viewer.hasLeft()) {
        return new EndReason.ViewerLeft();
      }
      ConsoleRelay relay = viewer.join(line, rules(admission), meter);
      connection.joined(relay);
      String node = inventory.find(admission.session().vm()).map(Vm::nodeName).orElse(null);
      return switch (relay.await()) {
        case ConsoleRelay.Ending.Known(var known) -> known;
        case ConsoleRelay.Ending.LineEnded() ->
            endings.explain(admission.session(), node, connection.ordered);
      };
    } catch (FailureException refused) {
      LOG.info("no line for session {}: {}", admission.session().id(), refused.getMessage());
      return connection.ordered.getNow(reasonOf(refused.failure()));
    }
  }

  /**
   * Dial until an order comes; null if it came first. The order is not heard by who dials, so that
   * nothing in there can keep the viewer from hearing it.
   */
  private @Nullable ConsoleLine dial(Admission admission, Viewer viewer, Connection connection)
      throws InterruptedException {
    CompletableFuture<ConsoleLine> dialled = new CompletableFuture<>();
    Thread dialling =
        Thread.ofVirtual()
            .name("console-dial")
            .start(() -> complete(dialled, admission, viewer, connection));
    boolean taken = false;
    try {
      CompletableFuture.anyOf(dialled, connection.ordered)
          .get(limits.dialPatience().plus(LOOK_UP).toMillis(), MILLISECONDS);
      taken = !connection.ordered.isDone();
      return taken ? dialled.join() : null;
    } catch (TimeoutException late) { // the database, say, which is asked first
      throw new PlatformFailure.ClusterTimedOut(limits.dialPatience()).toException(late);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(failed);
    } finally {
      if (!taken) {
        dialling.interrupt();
        dialled.thenAccept(ConsoleLine::close);
      }
    }
  }

  private void complete(
      CompletableFuture<ConsoleLine> dialled,
      Admission admission,
      Viewer viewer,
      Connection connection) {
    try {
      endIfEnded(connection);
      if (!connection.ordered.isDone()) {
        dialled.complete(dialer.dial(admission.target(), viewer, limits.dialPatience()));
      }
    } catch (Throwable refused) {
      dialled.completeExceptionally(refused);
    }
  }

  /** Orders that came before the connection was known here were not heard. */
  private void endIfEnded(Connection connection) {
    SessionId id = connection.session.id();
    try {
      sessions
          .endedAmong(connection.session.caller().tenant(), Set.of(id))
          .forEach((_, reason) -> connection.end(reason));
    } catch (FailureException away) {
      LOG.debug("whether session {} still lives is asked later: {}", id, away.getMessage());
    }
  }

  private RelayRules rules(Admission admission) {
    ConsoleSession session = admission.session();
    return new RelayRules(
        session.protocol(), session.viewOnly(), limits.idle(), limits.longest(), limits.ping());
  }

  private static EndReason reasonOf(Failure failure) {
    return switch (failure) {
      case ConsoleFailure.LineRefused(var problem, var words) ->
          new EndReason.LineRefused(problem, words);
      case ConsoleFailure.LineTaken() -> new EndReason.LineTaken();
      case PlatformFailure.ClusterUnreachable(var words) ->
          new EndReason.LineRefused(LineProblem.CLUSTER_UNREACHABLE, words);
      case PlatformFailure.ClusterTimedOut(var patience) -> new EndReason.NoAnswer(patience);
      default -> new EndReason.LineRefused(LineProblem.OTHER, failure.toString());
    };
  }

  /**
   * Say goodbye first, for the database may take its time. Only a line that failed waits for it a
   * little: somebody may have ended the session by an order that was not heard here.
   */
  private void finish(Admission admission, Viewer viewer, SessionMeter meter, EndReason reason) {
    if (!endsSession(admission, reason)) {
      viewer.close(reason);
      return;
    }
    live.end(admission.session().id(), reason); // its further connections
    CompletableFuture<EndReason> written =
        CompletableFuture.supplyAsync(
            () -> writeDown(admission, reason, meter), Thread::startVirtualThread);
    viewer.close(reason.isFailure() ? standing(written, reason) : reason);
    written.join();
  }

  /**
   * The main connection's end is the session's; but that a person is idle may be known where the
   * main connection is not.
   */
  private static boolean endsSession(Admission admission, EndReason reason) {
    return admission.main() || reason instanceof EndReason.Idle;
  }

  private static EndReason standing(CompletableFuture<EndReason> written, EndReason reason) {
    return written.copy().completeOnTimeout(reason, LOOK_UP.toMillis(), MILLISECONDS).join();
  }

  private EndReason writeDown(Admission admission, EndReason reason, SessionMeter meter) {
    try {
      return log.end(admission.session(), reason, meter.traffic());
    } catch (FailureException notNow) {
      LOG.warn("the end of session {} is not written down", admission.session().id(), notNow);
      return reason;
    } catch (RuntimeException fault) {
      LOG.error("the end of session {}", admission.session().id(), fault);
      return reason;
    }
  }

  /** May be told to end before there is anything to end. */
  private static final class Connection implements LiveConsoles.Held {
    private final ConsoleSession session;
    private final CompletableFuture<EndReason> ordered = new CompletableFuture<>();

    Connection(ConsoleSession session) {
      this.session = session;
    }

    void joined(ConsoleRelay joined) {
      ordered.thenAccept(joined::end);
    }

    @Override
    public ConsoleSession session() {
      return session;
    }

    @Override
    public void end(EndReason reason) {
      ordered.complete(reason);
    }
  }
}
