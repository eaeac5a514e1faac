package io.vmgate.kubevirt.vm.digest;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of a PersistentVolumeClaim.
 *
 * @param capacityBytes what was given; null before anything was
 * @param image what it was filled from, as far as the claim says
 */
public record ClaimDigest(
    @Nullable Long capacityBytes,
    @Nullable Long requestBytes,
    @Nullable String storageClass,
    @Nullable String image,
    boolean bound) {}
