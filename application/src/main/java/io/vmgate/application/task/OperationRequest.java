package io.vmgate.application.task;

import org.jspecify.annotations.Nullable;

/**
 * What a caller may say about an operation.
 *
 * @param force no time to shut down
 * @param extra a JSON object to give back with the task, in a form that is the same for equal
 *     objects; null for none
 * @param idempotencyKey null for none
 */
public record OperationRequest(
    boolean force, @Nullable String extra, @Nullable String idempotencyKey) {}
