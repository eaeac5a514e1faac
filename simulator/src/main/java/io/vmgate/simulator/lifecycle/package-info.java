/**
 * Moves machines as KubeVirt's controllers do.
 *
 * <p>Each controller looks at what is there and names the next step and how long it takes; {@link
 * io.vmgate.simulator.lifecycle.Lifecycle} waits, takes the step, and asks again. Nothing is
 * remembered that cannot be read from the objects, but for a few marks that only spare a repeated
 * event. A planted machine rests in the state it was planted in until something about it is
 * changed.
 *
 * <p>What fails follows from what is asked for, as in a real cluster: more memory than any node has
 * cannot be scheduled; an image or a source at a host that ends in {@code .invalid} cannot be had;
 * a claim of the class {@code manual} is never bound; an image with {@code crash} in its name ends
 * as soon as it starts.
 */
@NullMarked
package io.vmgate.simulator.lifecycle;

import org.jspecify.annotations.NullMarked;
