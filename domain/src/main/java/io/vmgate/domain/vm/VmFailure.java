package io.vmgate.domain.vm;

import io.vmgate.domain.Failure;

/** Refuse something about a machine. */
public sealed interface VmFailure extends Failure {
  /**
   * No machine has this id, or the caller may not see it: both look alike from outside.
   *
   * @param id as the caller wrote it; it need not even have the form of an id
   */
  record NotFound(String id) implements VmFailure {}
}
