package io.vmgate.domain;

import java.util.UUID;

/** Identify one of the platform's servers, from its start to its end. */
public record ServerId(UUID value) {
  @Override
  public String toString() {
    return value.toString();
  }
}
