package io.vmgate.domain.vm;

import org.jspecify.annotations.Nullable;

/**
 * Say how a machine stands, in our word and in KubeVirt's.
 *
 * @param printableStatus KubeVirt's own word, {@code Unknown} where it gave none
 * @param message why, where something needs explaining: the scheduler's, the importer's or the
 *     image puller's own sentence
 */
public record VmState(VmStatus status, String printableStatus, @Nullable String message) {
  /** Take KubeVirt's word, with a reason where there is one. */
  public static VmState of(String printableStatus, @Nullable String message) {
    return new VmState(VmStatus.ofPrintable(printableStatus), printableStatus, message);
  }
}
