package io.vmgate.domain.vm;

/** Name a way to a machine's console, in the order in which clients should prefer them. */
public enum ConsoleProtocol {
  VNC("vnc"),
  SPICE("spice"),
  SERIAL("serial");

  private final String wireName;

  ConsoleProtocol(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the contract. */
  public String wireName() {
    return wireName;
  }
}
