package io.vmgate.domain.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.task.MachineSight.Run;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutlookTest {
  /** Runs are written uid/phase/marks: e for ending, p for paused; S and G are queued requests. */
  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = '|',
      textBlock =
          """
          START   | Halted         | -   | Halted         | -             | -  | UNTOUCHED
          START   | Halted         | -   | Always         | -             | -  | UNDER_WAY
          START   | Manual         | -   | Manual         | -             | G  | UNDER_WAY
          START   | Manual         | old | Manual         | old/Succeeded | -  | UNTOUCHED
          START   | Halted         | -   | Always         | new/Pending   | -  | UNDER_WAY
          START   | Halted         | -   | Always         | new/Running   | -  | REACHED
          START   | Halted         | -   | Always         | new/Running/p | -  | REACHED
          START   | Halted         | -   | Halted         | new/Running/e | -  | UNDER_WAY
          STOP    | Always         | old | Always         | old/Running   | -  | UNTOUCHED
          STOP    | Always         | old | Halted         | old/Running   | -  | UNDER_WAY
          STOP    | Manual         | old | Manual         | old/Running   | S  | UNDER_WAY
          STOP    | Always         | old | Halted         | old/Running/e | -  | UNDER_WAY
          STOP    | Manual         | old | Manual         | old/Succeeded | -  | REACHED
          STOP    | Always         | old | Halted         | -             | -  | REACHED
          STOP    | Always         | old | Always         | new/Pending   | -  | UNTOUCHED
          STOP    | Always         | old | Always         | old/Succeeded | -  | UNTOUCHED
          STOP    | Always         | old | Always         | old/Failed    | -  | UNTOUCHED
          STOP    | Always         | old | Always         | old/Running/e | -  | UNTOUCHED
          STOP    | Always         | old | Always         | -             | -  | UNTOUCHED
          STOP    | Always         | old | Halted         | new/Running/e | -  | UNDER_WAY
          STOP    | Once           | old | Once           | old/Succeeded | -  | UNTOUCHED
          STOP    | Manual         | old | Manual         | old/Failed    | -  | REACHED
          STOP    | Manual         | old | Manual         | -             | -  | REACHED
          STOP    | Manual         | old | Manual         | -             | G  | UNTOUCHED
          STOP    | Manual         | old | Manual         | old/Running   | SG | UNTOUCHED
          STOP    | Manual         | old | Manual         | old/Running/e | G  | UNTOUCHED
          STOP    | Manual         | old | Manual         | new/Running   | -  | UNTOUCHED
          STOP    | RerunOnFailure | old | RerunOnFailure | old/Running/e | -  | UNDER_WAY
          STOP    | RerunOnFailure | old | RerunOnFailure | old/Succeeded | -  | REACHED
          STOP    | RerunOnFailure | old | RerunOnFailure | old/Failed    | -  | UNTOUCHED
          STOP    | Always         | -   | Always         | -             | -  | UNTOUCHED
          STOP    | Always         | -   | Halted         | new/Pending   | -  | UNDER_WAY
          STOP    | Always         | -   | Halted         | -             | -  | REACHED
          RESTART | Always         | old | Always         | old/Running   | -  | UNTOUCHED
          RESTART | Always         | old | Always         | old/Running   | SG | UNDER_WAY
          RESTART | Always         | old | Always         | old/Running/e | G  | UNDER_WAY
          RESTART | Always         | old | Always         | -             | -  | UNDER_WAY
          RESTART | Always         | old | Always         | new/Scheduled | -  | UNDER_WAY
          RESTART | Always         | old | Always         | new/Running   | -  | REACHED
          RESTART | Halted         | -   | Halted         | -             | -  | UNTOUCHED
          PAUSE   | Always         | old | Always         | old/Running   | -  | UNTOUCHED
          PAUSE   | Always         | old | Always         | old/Running/p | -  | REACHED
          PAUSE   | Always         | old | Always         | -             | -  | UNTOUCHED
          UNPAUSE | Always         | old | Always         | old/Running/p | -  | UNTOUCHED
          UNPAUSE | Always         | old | Always         | old/Running   | -  | REACHED
          """)
  void judgesByWhatTheMachineWasAndIs(
      TaskAction action,
      String strategyBefore,
      @Nullable String runBefore,
      String strategyNow,
      @Nullable String runNow,
      @Nullable String queued,
      Outlook outlook) {
    MachineBefore before =
        new MachineBefore(strategyBefore, runBefore, runBefore == null ? null : "Running");

    assertThat(Outlook.of(action, TaskStep.ASKING, before, sight(strategyNow, runNow, queued)))
        .isEqualTo(outlook);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "Always,Halted,old/Running,UNDER_WAY",
        "Always,Halted,old/Failed,REACHED",
        "Always,Halted,new/Running/e,REACHED",
        "Always,Always,-,UNTOUCHED",
        "Always,Always,new/Running,UNTOUCHED",
        "Manual,Manual,old/Running,UNTOUCHED",
        "Manual,Manual,new/Running,REACHED",
        "RerunOnFailure,RerunOnFailure,old/Failed,REACHED"
      })
  void judgesAStopThatTheClusterAgreedTo(
      String strategyBefore, String strategyNow, @Nullable String runNow, Outlook outlook) {
    MachineBefore before = new MachineBefore(strategyBefore, "old", "Running");

    assertThat(
            Outlook.of(TaskAction.STOP, TaskStep.ASKED, before, sight(strategyNow, runNow, null)))
        .isEqualTo(outlook);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "START,Always,a/Running,true",
        "START,Always,a/Scheduled,false",
        "START,Halted,-,false",
        "STOP,Halted,-,true",
        "STOP,Halted,a/Succeeded,true",
        "STOP,Always,-,false",
        "STOP,Halted,a/Running,false",
        "RESTART,Always,a/Running,false",
        "PAUSE,Always,a/Running/p,true",
        "PAUSE,Always,a/Running,false",
        "UNPAUSE,Always,a/Running,true",
        "UNPAUSE,Always,a/Running/p,false"
      })
  void knowsWhereThereIsNothingToAskFor(
      TaskAction action, String strategy, @Nullable String run, boolean there) {
    assertThat(Outlook.isThereAlready(action, sight(strategy, run, null))).isEqualTo(there);
  }

  private static MachineSight sight(
      String strategy, @Nullable String run, @Nullable String queued) {
    Set<Character> marks =
        queued == null ? Set.of() : Set.copyOf(queued.chars().mapToObj(c -> (char) c).toList());
    return new MachineSight(
        strategy,
        "Any",
        null,
        marks.contains('S'),
        marks.contains('G'),
        Duration.ZERO,
        run == null ? null : run(run.split("/", -1)));
  }

  private static Run run(String[] parts) {
    String marks = parts.length > 2 ? parts[2] : "";
    return new Run(parts[0], parts[1], marks.contains("e"), marks.contains("p"));
  }
}
