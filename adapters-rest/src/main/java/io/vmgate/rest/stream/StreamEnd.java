package io.vmgate.rest.stream;

import io.vmgate.domain.Failure;
import io.vmgate.domain.auth.AuthFailure;

/** Say why a stream ends; what a client does next depends on it. */
enum StreamEnd {
  /** Sign in again, then go on. */
  TOKEN_EXPIRED("tokenExpired"),
  /** Its user has signed out. */
  TOKEN_WITHDRAWN("tokenWithdrawn"),
  /** The permission to see machines was withdrawn. */
  PERMISSION_WITHDRAWN("permissionWithdrawn"),
  /** The tenant was disabled. */
  DISABLED("disabled"),
  /** This replica stops: go on at another. */
  SHUTDOWN("shutdown");

  private final String wireName;

  StreamEnd(String wireName) {
    this.wireName = wireName;
  }

  /** The word in the contract. */
  String wireName() {
    return wireName;
  }

  static StreamEnd of(Failure failure) {
    return failure instanceof AuthFailure.Disabled ? DISABLED : PERMISSION_WITHDRAWN;
  }
}
