package io.vmgate.application.task;

import io.vmgate.domain.task.MachineSight;
import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;

/**
 * Switches machines, and looks at them where they are kept.
 *
 * <p>Answers are values, since whoever asks must decide by them. No call lasts longer than {@link
 * TaskLimits#askPatience}. Safe for any number of threads.
 */
public interface MachinePower {
  /**
   * Look at a machine as the API server knows it now, not as the inventory has heard of it.
   *
   * @param id must be the machine's: another one of the same name is {@link Sighting.Missing}
   */
  Sighting look(VmId id, VmName name);

  /**
   * Ask the cluster to act; it only agrees or refuses here, the action itself takes its time.
   *
   * @param force stop and restart give the guest no time to shut down; the others know no force
   */
  PowerAnswer ask(VmName name, TaskAction action, boolean force);

  /** What a look brought. */
  sealed interface Sighting {
    /** The machine, as it is. */
    record Seen(MachineSight sight) implements Sighting {}

    /** There is no such machine. */
    record Missing() implements Sighting {}

    /** The cluster does not let the platform look. */
    record Forbidden(String words) implements Sighting {}

    /**
     * Nothing is known: the cluster does not answer, or not sensibly. It may later.
     *
     * @param reason a sentence for people, without secrets
     */
    record Unclear(String reason) implements Sighting {}
  }

  /** How the cluster answered. */
  sealed interface PowerAnswer {
    /** It will do so, or has done so. */
    record Agreed() implements PowerAnswer {}

    /** It will not, as the machine is now. KubeVirt's own words. */
    record Refused(String words) implements PowerAnswer {}

    /** It did nothing, but may if asked again in a moment. */
    record TryAgain(String words) implements PowerAnswer {}

    /** The platform's own account may not do it. */
    record Forbidden(String words) implements PowerAnswer {}

    /** The request never left, or was turned away at the door: nothing was done. */
    record NotAsked(String reason) implements PowerAnswer {}

    /** The request may have been heard; whether it was can only be seen by the machine. */
    record Unknown(String reason) implements PowerAnswer {}
  }
}
