/**
 * Keeps tasks and the queue of those that have not ended.
 *
 * <p>A place in the queue is at once the claim on the machine and the lease of the worker; it is
 * made and removed in the transaction that writes the task's first and last state. Whoever changes
 * a task locks its place first and its batch last, so that no two wait for each other.
 *
 * <p>Each task that is written is published as an event of the framework's, within the transaction:
 * what a listener writes is kept or lost with the task, and one that throws undoes both.
 */
@NullMarked
package io.vmgate.persistence.task;

import org.jspecify.annotations.NullMarked;
