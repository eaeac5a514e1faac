package io.vmgate.application.access;

import io.vmgate.domain.access.AccessQuota;
import io.vmgate.domain.limit.Limit;
import java.time.Duration;

/**
 * Bound what access services cost.
 *
 * @param usual what a tenant may publish for which nothing else is set
 * @param requestKeys how long an Idempotency-Key is remembered
 * @param showPatience how long a change of ours may take to show before it is answered all the same
 * @param probePatience how long an address is waited for when it is tried
 * @param probes how often a user may try addresses
 */
public record AccessLimits(
    AccessQuota usual,
    Duration requestKeys,
    Duration showPatience,
    Duration probePatience,
    Limit probes) {}
