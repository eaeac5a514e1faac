package io.vmgate.domain.auth;

import java.util.UUID;

/** Identify a user for good, whatever the user is called. */
public record UserId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
