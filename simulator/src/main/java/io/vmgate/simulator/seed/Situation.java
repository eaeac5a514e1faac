package io.vmgate.simulator.seed;

/**
 * Where a planted machine stands; each leads to the printed status of that name, or to the one
 * said.
 */
enum Situation {
  RUNNING,
  PAUSED,
  STOPPED,
  /** The guest powered itself off and its instance is still there: Stopped. */
  POWERED_OFF,
  STARTING,
  STOPPING,
  TERMINATING,
  PROVISIONING,
  WAITING_FOR_VOLUME_BINDING,
  WAITING_FOR_RECEIVER,
  CRASH_LOOP_BACK_OFF,
  ERROR_UNSCHEDULABLE,
  ERR_IMAGE_PULL,
  IMAGE_PULL_BACK_OFF,
  ERROR_PVC_NOT_FOUND,
  DATA_VOLUME_ERROR,
  UNKNOWN;

  /** Tell whether there is an instance. */
  boolean hasInstance() {
    return switch (this) {
      case STOPPED, PROVISIONING, DATA_VOLUME_ERROR, CRASH_LOOP_BACK_OFF -> false;
      default -> true;
    };
  }

  /** Tell whether the guest is on. */
  boolean isOn() {
    return switch (this) {
      case RUNNING, PAUSED, STOPPING, TERMINATING, UNKNOWN, POWERED_OFF -> true;
      default -> false;
    };
  }
}
