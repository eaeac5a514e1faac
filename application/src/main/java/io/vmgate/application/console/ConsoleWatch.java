package io.vmgate.application.console;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.auth.SignInBook;
import io.vmgate.application.auth.UserDirectory;
import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.application.bus.Doorbell;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.ServerId;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Decision;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.auth.Target;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.console.ConsoleSession;
import io.vmgate.domain.console.EndReason;
import io.vmgate.domain.console.SessionId;
import io.vmgate.domain.console.Traffic;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the sessions whose connections this server holds.
 *
 * <p>Every few seconds it gives a sign of life, ends the sessions that were ended by order, whose
 * user may no longer be there or whose machine is gone, writes down what the database missed and
 * how quick the sessions are, and ends those of servers that are gone. Orders are also looked for
 * at once when the bell rings.
 */
public final class ConsoleWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleWatch.class);

  /** From being let in until being relayed, which takes milliseconds. */
  private static final Duration HANDOVER = Duration.ofSeconds(30);

  private static final Duration FAREWELL = Duration.ofSeconds(5);
  private static final Duration STEP = Duration.ofMillis(20);

  /** In these a machine has no process that could have a screen. */
  private static final Set<VmStatus> WITHOUT_PROCESS =
      Collections.unmodifiableSet(
          EnumSet.of(VmStatus.STOPPED, VmStatus.PENDING, VmStatus.STARTING));

  private final ServerId server;
  private final LiveConsoles live;
  private final ServerLog servers;
  private final SessionBook sessions;
  private final PatientSessionLog log;
  private final TellLatencies latencies;
  private final SessionBell bell;
  private final PermissionGate gate;
  private final UserDirectory users;
  private final SignInBook signIns;
  private final VmInventory inventory;
  private final InstantSource clock;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofVirtual().name("console-watch").factory());
  private Doorbell.@Nullable Hearing hearing;
  private Set<SessionId> suspects = Set.of(); // of the timer's thread alone
  private boolean failing; // likewise

  public ConsoleWatch(
      ServerId server,
      LiveConsoles live,
      ServerLog servers,
      SessionBook sessions,
      PatientSessionLog log,
      TellLatencies latencies,
      SessionBell bell,
      PermissionGate gate,
      UserDirectory users,
      SignInBook signIns,
      VmInventory inventory,
      InstantSource clock) {
    this.server = server;
    this.live = live;
    this.servers = servers;
    this.sessions = sessions;
    this.log = log;
    this.latencies = latencies;
    this.bell = bell;
    this.gate = gate;
    this.users = users;
    this.signIns = signIns;
    this.inventory = inventory;
    this.clock = clock;
  }

  /**
   * Begin to look.
   *
   * @param interval how often; a third, at most, of what a server may be silent
   */
  public void start(Duration interval) {
    timer.scheduleWithFixedDelay(this::lookQuietly, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
    hearing =
        bell.listen(
            ended -> {
              if (!Collections.disjoint(ended, live.sessions())) {
                soon();
              }
            },
            this::soon);
  }

  /**
   * Look after everything once.
   *
   * @throws FailureException {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  void look() {
    endThoseWithoutMachine();
    servers.beat(server);
    log.catchUp();
    obey();
    endThoseWithoutPermission();
    finishForgotten();
    int lost = servers.endSessionsOfLostServers();
    if (lost > 0) {
      LOG.info("{} sessions ended with servers that are gone", lost);
    }
    latencies.tell();
  }

  /**
   * End every session of this server, for it goes down, and give no more signs of life. While the
   * end of one is not written down, the server is not struck off either: the others end it by the
   * server's silence. Closing twice does nothing.
   */
  @Override
  public void close() {
    if (timer.isShutdown()) {
      return;
    }
    Doorbell.Hearing heard = hearing;
    if (heard != null) {
      heard.close();
    }
    timer.shutdown();
    live.close(new EndReason.GoingAway());
    try {
      long end = System.nanoTime() + FAREWELL.toNanos();
      CountDownLatch pause = new CountDownLatch(1);
      while (live.connections() > 0 && System.nanoTime() < end) {
        pause.await(STEP.toNanos(), TimeUnit.NANOSECONDS);
      }
      if (!timer.awaitTermination(FAREWELL.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("still looking at the end");
      }
      if (live.connections() > 0) {
        LOG.info("others will find {} sessions ended by this server's silence", live.connections());
        return;
      }
      log.catchUp();
      if (servers.unfinished(server).isEmpty()) {
        servers.retire(server);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (FailureException away) {
      LOG.info("others will find this server gone by its silence: {}", away.getMessage());
    }
  }

  private void soon() {
    try {
      timer.execute(() -> quietly(this::obey));
    } catch (RejectedExecutionException closing) {
      LOG.debug("an order came at the end, when all sessions are ended anyway");
    }
  }

  private void lookQuietly() {
    quietly(this::look);
  }

  /** An exception would end the timer; whatever went wrong may go right the next time. */
  private void quietly(Runnable work) {
    try {
      work.run();
      if (failing) {
        LOG.info("looking after console sessions again");
      }
      failing = false;
    } catch (RuntimeException failed) {
      if (!failing) {
        LOG.warn("console sessions go on, but orders are not heard", failed);
      }
      failing = true;
    }
  }

  private void obey() {
    byTenant()
        .forEach(
            (tenant, held) ->
                sessions
                    .endedAmong(tenant, held.stream().map(ConsoleSession::id).collect(toSet()))
                    .forEach(live::end));
  }

  private void endThoseWithoutPermission() {
    byTenant()
        .forEach(
            (tenant, held) -> {
              Set<UserId> ids =
                  held.stream().map(session -> session.caller().user()).collect(toSet());
              Map<UserId, User> known =
                  users.findAll(tenant, ids).stream().collect(toMap(User::id, user -> user));
              Set<SessionId> unwanted =
                  held.stream()
                      .filter(session -> !mayStay(session, known.get(session.caller().user())))
                      .map(ConsoleSession::id)
                      .collect(toSet());
              unwanted.forEach(id -> live.end(id, new EndReason.PermissionWithdrawn()));
            });
  }

  private boolean mayStay(ConsoleSession session, @Nullable User user) {
    SignInId signIn = session.caller().signIn();
    if (user == null || user.disabled() || signIn != null && signIns.isWithdrawn(signIn)) {
      return false;
    }
    Caller now = session.caller().holding(user.roles());
    Target target = new Target.Machine(session.vm(), session.vmName().namespace());
    try {
      return gate.decide(now, Permission.VM_CONSOLE_ACCESS, target) instanceof Decision.Allowed;
    } catch (FailureException refused) {
      if (refused.failure() instanceof AuthFailure.Disabled) {
        return false;
      }
      throw refused;
    }
  }

  private void endThoseWithoutMachine() {
    if (!(inventory.state() instanceof InventoryState.Live)) {
      return; // what is not known to have ended goes on
    }
    for (ConsoleSession session : live.held()) {
      Optional<Vm> vm = inventory.find(session.vm());
      if (vm.isEmpty()) {
        live.end(session.id(), new EndReason.MachineDeleted());
      } else if (WITHOUT_PROCESS.contains(vm.get().state().status())) {
        live.end(session.id(), new EndReason.MachineStopped(vm.get().state().status()));
      }
    }
  }

  /**
   * Whoever was let in and never came; or whose end could not be written down. Only those that were
   * found like that twice: a session is written down a moment after its connection has gone.
   */
  private void finishForgotten() {
    Instant longAgo = clock.instant().minus(HANDOVER);
    Set<SessionId> held = live.sessions();
    List<ConsoleSession> forgotten =
        servers.unfinished(server).stream()
            .filter(session -> session.connectedAt().isBefore(longAgo))
            .filter(session -> !held.contains(session.id()))
            .toList();
    for (ConsoleSession session : forgotten) {
      if (suspects.contains(session.id())) {
        log.end(session, new EndReason.ViewerLeft(), Traffic.NONE);
      }
    }
    suspects = forgotten.stream().map(ConsoleSession::id).collect(toSet());
  }

  private Map<TenantId, List<ConsoleSession>> byTenant() {
    return live.held().stream().collect(groupingBy(session -> session.caller().tenant()));
  }
}
