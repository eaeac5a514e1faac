package io.vmgate.domain.auth;

/** Answer whether a caller may do something. */
public sealed interface Decision {
  /** Yes. */
  record Allowed() implements Decision {}

  /** No, for want of this permission. */
  record Denied(Permission missing) implements Decision {}
}
