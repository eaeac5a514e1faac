package io.vmgate.kubevirt.power;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.application.task.MachinePower;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.power.PowerReply.Answered;
import io.vmgate.kubevirt.power.PowerReply.NoAnswer;
import io.vmgate.kubevirt.power.PowerReply.NotSent;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * Switches machines through KubeVirt: start, stop and restart of the VirtualMachine; pause and
 * unpause of the VirtualMachineInstance, since there is no such thing of the machine.
 */
public final class KubeVirtMachinePower implements MachinePower {
  private static final String OBJECTS = "/apis/kubevirt.io/v1/namespaces/";
  private static final String SUBRESOURCES = "/apis/subresources.kubevirt.io/v1/namespaces/";
  private static final String MACHINES = "/virtualmachines/";
  private static final String RUNS = "/virtualmachineinstances/";

  private final PowerLine line;

  /**
   * Use a line to the cluster.
   *
   * @param client stays the caller's
   * @param patience the most that one call takes
   */
  public KubeVirtMachinePower(KubernetesClient client, Duration patience) {
    this.line = new PowerLine(client, patience);
  }

  @Override
  public Sighting look(VmId id, VmName name) {
    return switch (line.get(OBJECTS + name.namespace() + MACHINES + name.name())) {
      case NotSent(var reason) -> new Sighting.Unclear(reason);
      case NoAnswer(var reason) -> new Sighting.Unclear(reason);
      case Answered answer when answer.isGood() -> {
        JsonNode machine = answer.json();
        boolean same = id.toString().equals(machine.path("metadata").path("uid").asString(""));
        yield same ? lookAtRun(machine, name) : new Sighting.Missing();
      }
      case Answered answer -> refused(answer);
    };
  }

  private Sighting lookAtRun(JsonNode machine, VmName name) {
    return switch (line.get(OBJECTS + name.namespace() + RUNS + name.name())) {
      case NotSent(var reason) -> new Sighting.Unclear(reason);
      case NoAnswer(var reason) -> new Sighting.Unclear(reason);
      case Answered answer when answer.isGood() ->
          new Sighting.Seen(Sights.of(machine, answer.json()));
      case Answered answer when answer.code() == 404 ->
          new Sighting.Seen(Sights.of(machine, MissingNode.getInstance()));
      case Answered answer -> refused(answer);
    };
  }

  private static Sighting refused(Answered answer) {
    return switch (answer.code()) {
      case 404 -> new Sighting.Missing();
      case 401, 403 -> new Sighting.Forbidden(answer.words());
      default -> new Sighting.Unclear(answer.words());
    };
  }

  @Override
  public PowerAnswer ask(VmName name, TaskAction action, boolean force) {
    return switch (line.put(path(name, action), body(action, force))) {
      case NotSent(var reason) -> new PowerAnswer.NotAsked(reason);
      case NoAnswer(var reason) -> new PowerAnswer.Unknown(reason);
      case Answered answer when answer.isGood() -> new PowerAnswer.Agreed();
      case Answered answer -> answer(answer);
    };
  }

  private static String path(VmName name, TaskAction action) {
    String kind =
        switch (action) {
          case START, STOP, RESTART -> MACHINES;
          case PAUSE, UNPAUSE -> RUNS;
        };
    return SUBRESOURCES + name.namespace() + kind + name.name() + "/" + action.wireName();
  }

  private static String body(TaskAction action, boolean force) {
    return switch (action) {
      case STOP -> force ? "{\"gracePeriod\":0}" : "{}";
      case RESTART -> force ? "{\"gracePeriodSeconds\":0}" : "{}";
      case START, PAUSE, UNPAUSE -> "{}";
    };
  }

  private static PowerAnswer answer(Answered answer) {
    String words = answer.words();
    return switch (answer.code()) {
      case 401 -> new PowerAnswer.Forbidden(words);
      // Kubernetes names the account and what it may not; KubeVirt names the machine.
      case 403 ->
          words.startsWith("virtualmachineinstance.kubevirt.io")
              ? new PowerAnswer.Refused(words)
              : new PowerAnswer.Forbidden(words);
      case 429 -> new PowerAnswer.TryAgain(words);
      case 500 -> internalError(words);
      case 502, 503, 504 -> new PowerAnswer.Unknown(words);
      default ->
          answer.code() < 500 ? new PowerAnswer.Refused(words) : new PowerAnswer.Unknown(words);
    };
  }

  /** KubeVirt answers a lost race between two writers, and much else, as an internal error. */
  private static PowerAnswer internalError(String words) {
    if (words.contains("rejected our request") || words.contains("already underway")) {
      return new PowerAnswer.TryAgain(words);
    }
    return words.contains("admission webhook")
        ? new PowerAnswer.Refused(words)
        : new PowerAnswer.Unknown(words);
  }
}
