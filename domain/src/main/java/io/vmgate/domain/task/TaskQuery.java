package io.vmgate.domain.task;

import io.vmgate.domain.page.PageRequest;
import org.jspecify.annotations.Nullable;

/**
 * Ask for tasks, newest first.
 *
 * @param vmId of the machine; null for any
 * @param status null for any
 * @param operator the user's name; null for any
 * @param parent only the children of this batch; null for any
 */
public record TaskQuery(
    @Nullable String vmId,
    @Nullable TaskStatus status,
    @Nullable String operator,
    @Nullable TaskId parent,
    PageRequest page) {}
