package io.vmgate.domain.vm;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tell what is known of the current run of a machine. Absent while it does not run.
 *
 * @param startedAt when this run reached Running; null before that
 * @param ready whether it serves: the launcher pod's readiness
 * @param agentConnected whether the guest agent talks to KubeVirt
 * @param operatingSystem the guest's own name for itself; known only through the agent
 * @param liveMigratable whether it can move to another node while it runs; null while not known
 * @param notMigratableReason why it cannot
 */
public record Guest(
    @Nullable Instant startedAt,
    boolean ready,
    boolean agentConnected,
    @Nullable String operatingSystem,
    @Nullable Boolean liveMigratable,
    @Nullable String notMigratableReason) {}
