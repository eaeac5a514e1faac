package io.vmgate.domain.stream;

import java.util.Arrays;
import java.util.Optional;

/** Name what has changed. */
public enum ChangeKind {
  VM("vm"),
  TASK("task"),
  CONSOLE("console"),
  SERVICE("service");

  private final String wireName;

  ChangeKind(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the contract and in the database. */
  public String wireName() {
    return wireName;
  }

  /** Find the kind of that word; empty when there is none. */
  public static Optional<ChangeKind> ofWireName(String wireName) {
    return Arrays.stream(values()).filter(kind -> kind.wireName.equals(wireName)).findFirst();
  }
}
