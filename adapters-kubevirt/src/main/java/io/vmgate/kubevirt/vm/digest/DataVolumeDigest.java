package io.vmgate.kubevirt.vm.digest;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a DataVolume.
 *
 * @param progress such as {@code 45.30%}; null once it is filled, and where it is not known
 * @param trouble the importer's own sentence while it fails; null while it does not
 */
public record DataVolumeDigest(
    @Nullable Long requestBytes,
    @Nullable String storageClass,
    @Nullable String image,
    String phase,
    @Nullable String progress,
    @Nullable String trouble) {

  /** Tell whether its content is there, as far as a machine needs it. */
  public boolean isReady() {
    return phase.equals("Succeeded") || phase.equals("PendingPopulation");
  }
}
