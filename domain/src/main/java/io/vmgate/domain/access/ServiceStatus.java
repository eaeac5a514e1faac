package io.vmgate.domain.access;

import java.util.Locale;

/** Say in one word how a service stands. */
public enum ServiceStatus {
  /** It has an address, and something behind it is ready. */
  RUNNING,
  /** It has no address yet, or nothing behind it is ready. */
  PENDING,
  /** Its machine is stopped. */
  STOPPED;

  /** The word in the contract. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
