package io.vmgate.domain.task;

import java.util.Arrays;
import java.util.Optional;

/** The three words that the contract has for where a task stands. */
public enum TaskStatus {
  RUNNING("running"),
  SUCCESS("success"),
  FAILED("failed");

  private final String wireName;

  TaskStatus(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the contract. */
  public String wireName() {
    return wireName;
  }

  /** Find the status of that word; empty when there is none. */
  public static Optional<TaskStatus> ofWireName(String wireName) {
    return Arrays.stream(values()).filter(status -> status.wireName.equals(wireName)).findFirst();
  }
}
