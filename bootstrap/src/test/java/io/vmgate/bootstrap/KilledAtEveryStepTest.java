package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.bootstrap.ClusterGate.Call;
import io.vmgate.bootstrap.ClusterGate.Place;
import io.vmgate.bootstrap.Operator.Machine;
import io.vmgate.persistence.testing.PostgresServer;
import io.vmgate.persistence.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The platform is killed with a task at every step there is, for each of start, stop and restart;
 * the next process finds them and brings each to its end.
 *
 * <p>A task is brought to a step from outside: calls to the cluster and its answers are held at a
 * gate, writes to the database by a lock. A kill serves many tasks; what it would lose is lost.
 */
class KilledAtEveryStepTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> ACTIONS = List.of("start", "stop", "restart");
  private static final int FAST = 20;
  private static final double SLOW = 0.1;

  @TempDir private Path folder;

  private Premises premises;
  private DatabaseHolds holds;
  private Operator ann;
  private PlatformProcess platform;
  private Deque<Machine> running;
  private Deque<Machine> stopped;
  private final List<Given> given = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    TestDatabase database = PostgresServer.running().freshDatabase();
    premises = new Premises(folder, database.url(), database.username(), database.password());
    platform = premises.startReplica();
    ann = premises.operator(platform).ready();
    holds = new DatabaseHolds(database);
    running = new ArrayDeque<>(ann.machines("running"));
    stopped = new ArrayDeque<>(ann.machines("stopped"));
  }

  @AfterEach
  void stop() throws Exception {
    ann.close();
    premises.close();
    holds.close();
  }

  @Test
  void bringsEveryTaskToItsEndAndAsksTheClusterOnce() throws Exception {
    // At this pace no machine gets there before the kill: what was agreed on is being followed.
    premises.cluster().pace(SLOW);
    give("followed", _ -> {});
    await().atMost(PATIENCE).until(() -> given.stream().allMatch(this::isAgreedOn));
    give("not heard", machine -> premises.gate().hold(machine.path(), Place.ON_THE_WAY_THERE));
    give("heard late", machine -> premises.gate().hold(machine.path(), Place.LATE));
    give("not answered", machine -> premises.gate().hold(machine.path(), Place.ON_THE_WAY_BACK));
    await().atMost(PATIENCE).until(() -> premises.gate().held() == 3 * ACTIONS.size());
    give("not taken", machine -> holds.hold(machine.id(), "lease"));
    await().atMost(PATIENCE).until(() -> holds.held() == 1);
    assertThat(holds.untaken()).isEqualTo(ACTIONS.size());
    assertThat(premises.gate().held()).isEqualTo(3 * ACTIONS.size());
    assertThat(holds.queued()).as("none has ended yet").isEqualTo(given.size());

    goOnInAnotherProcess();
    String late = task("heard late", "restart");
    await().atMost(PATIENCE).until(() -> holds.taken(late) > 1);
    premises.gate().passLate();

    assertEndedOnce();

    // One place a kill: the database waits 15 s for a write, and so many must come there in time.
    killWithWritesHeld("intent not written", "asking");
    killWithWritesHeld("answer not written", "asked");
    killWithWritesHeld("result not written", "end");
  }

  private void killWithWritesHeld(String place, String moment) throws Exception {
    premises.cluster().pace(FAST);
    give(place, machine -> holds.hold(machine.id(), moment));
    await().atMost(PATIENCE).until(() -> holds.held() == ACTIONS.size());
    assertThat(given).allMatch(this::isWhereItWasBroughtTo);

    goOnInAnotherProcess();

    assertEndedOnce();
  }

  /** An operation whose process was killed. */
  private record Given(String place, String action, Machine machine, String run, String task) {}

  /** Says where the task of a machine is to stop. */
  @FunctionalInterface
  private interface Halt {
    void at(Machine machine) throws Exception;
  }

  private void give(String place, Halt halt) throws Exception {
    for (String action : ACTIONS) {
      Machine machine = action.equals("start") ? stopped.remove() : running.remove();
      halt.at(machine);
      String run = premises.run(machine);
      given.add(new Given(place, action, machine, run, ann.operate(action, machine)));
    }
  }

  private String task(String place, String action) {
    return given.stream()
        .filter(one -> one.place().equals(place) && one.action().equals(action))
        .findFirst()
        .orElseThrow()
        .task();
  }

  private boolean isAgreedOn(Given one) {
    return !List.of("accepted", "asking").contains(ann.step(one.task()));
  }

  private boolean isWhereItWasBroughtTo(Given one) {
    String step = ann.step(one.task());
    return switch (one.place()) {
      case "intent not written" -> step.equals("accepted") && heard(one).isEmpty();
      case "answer not written" -> step.equals("asking") && heard(one).size() == 1;
      case "result not written" -> isAgreedOn(one) && isAtItsGoal(one);
      default -> throw new IllegalArgumentException(one.place());
    };
  }

  private void goOnInAnotherProcess() throws Exception {
    platform.kill();
    premises.gate().drop();
    holds.drop();
    premises.cluster().pace(FAST);
    platform = premises.startReplica();
    Operator before = ann;
    ann = before.at(platform).ready();
    before.close();
  }

  /** And every machine is free again. */
  private void assertEndedOnce() throws Exception {
    SoftAssertions soft = new SoftAssertions();
    for (Given one : given) {
      String what = one.place() + ", " + one.action();
      JsonNode task = ann.ended(one.task());
      soft.assertThat(task.path("status").asString()).as("%s: %s", what, task).isEqualTo("success");
      soft.assertThat(isAtItsGoal(one)).as("%s: %s", what, premises.run(one.machine())).isTrue();
      // Only a start or stop may be asked for again: what comes second is refused.
      boolean mayRepeat = one.place().equals("heard late") && !one.action().equals("restart");
      soft.assertThat(heard(one))
          .as(what)
          .filteredOn(call -> !mayRepeat || call.status() != 409)
          .containsExactly(new Call(one.machine().path(), one.action(), 202));
    }
    soft.assertAll();
    assertThat(holds.queued()).isZero();
    List<String> next = new ArrayList<>();
    for (Given one : given) {
      next.add(ann.operate(one.action().equals("stop") ? "start" : "stop", one.machine()));
    }
    for (String task : next) {
      assertThat(ann.ended(task).path("status").asString()).isEqualTo("success");
    }
    given.clear();
  }

  private List<Call> heard(Given one) {
    return premises.gate().heard(one.machine().path());
  }

  /** By what the cluster itself says. */
  private boolean isAtItsGoal(Given one) {
    String run = premises.run(one.machine());
    return switch (one.action()) {
      case "start" -> run.endsWith(" Running");
      case "stop" -> run.isEmpty() || run.endsWith(" Succeeded");
      case "restart" -> run.endsWith(" Running") && !run.equals(one.run());
      default -> throw new IllegalArgumentException(one.action());
    };
  }
}
