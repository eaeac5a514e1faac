package io.vmgate.domain.vm;

import java.util.Arrays;
import java.util.Optional;

/** Say in one word how a machine stands. */
public enum VmStatus {
  STOPPED("stopped"),
  PENDING("pending"),
  STARTING("starting"),
  RUNNING("running"),
  MIGRATING("migrating"),
  PAUSED("paused"),
  STOPPING("stopping"),
  TERMINATING("terminating"),
  ERROR("error"),
  UNKNOWN("unknown");

  private final String wireName;

  VmStatus(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the contract. */
  public String wireName() {
    return wireName;
  }

  /** Find the status of that word; empty when there is none. */
  public static Optional<VmStatus> ofWireName(String wireName) {
    return Arrays.stream(values()).filter(status -> status.wireName.equals(wireName)).findFirst();
  }

  /**
   * Translate KubeVirt's {@code status.printableStatus}; a value that a newer KubeVirt adds is
   * {@link #UNKNOWN}.
   */
  public static VmStatus ofPrintable(String printableStatus) {
    return switch (printableStatus) {
      case "Stopped" -> STOPPED;
      case "Provisioning", "WaitingForVolumeBinding", "WaitingForReceiver" -> PENDING;
      case "Starting" -> STARTING;
      case "Running" -> RUNNING;
      case "Migrating" -> MIGRATING;
      case "Paused" -> PAUSED;
      case "Stopping" -> STOPPING;
      case "Terminating" -> TERMINATING;
      case "CrashLoopBackOff",
          "ErrorUnschedulable",
          "ErrImagePull",
          "ImagePullBackOff",
          "ErrorPvcNotFound",
          "DataVolumeError" ->
          ERROR;
      default -> UNKNOWN;
    };
  }
}
