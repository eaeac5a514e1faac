package io.vmgate.domain.event;

import io.vmgate.domain.page.PageRequest;
import io.vmgate.domain.task.TaskStatus;
import io.vmgate.domain.vm.VmId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Ask for one page of what happened to a machine, newest first; null for any.
 *
 * @param from at this instant or later
 * @param to before this instant
 */
public record EventQuery(
    VmId vm,
    @Nullable EventType type,
    @Nullable String operator,
    @Nullable TaskStatus status,
    @Nullable Instant from,
    @Nullable Instant to,
    PageRequest page) {}
