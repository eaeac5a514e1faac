/**
 * Operations on machines: accepted at once, carried out by whichever replica takes them.
 *
 * <p>A task that is accepted is a row in {@link io.vmgate.application.task.TaskBook} and a place in
 * {@link io.vmgate.application.task.TaskQueue}; both are written in one transaction, and the place
 * is also the claim on the machine. {@link io.vmgate.application.task.TaskWorker} leases places;
 * {@link io.vmgate.application.task.TaskRun} takes one task step by step to its end. Each step
 * begins with what is written and with a look at the machine, never with what a process remembers,
 * so that a process may die between any two of them.
 */
@NullMarked
package io.vmgate.application.task;

import org.jspecify.annotations.NullMarked;
