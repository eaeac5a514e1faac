package io.vmgate.kubevirt.vm.digest;

import org.jspecify.annotations.Nullable;

/**
 * What is kept of an instancetype, or of the copy that was pinned of it.
 *
 * @param machineName of the machine that a pinned copy belongs to; null for the instancetype itself
 */
public record SizeDigest(
    @Nullable Integer vCpus, @Nullable Long memoryBytes, @Nullable String machineName) {}
