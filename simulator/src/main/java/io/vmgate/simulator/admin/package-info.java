/**
 * The simulator's own paths, {@code /simulator/…}: faults, pace, guests and counts. Nothing of it
 * is Kubernetes.
 */
@NullMarked
package io.vmgate.simulator.admin;

import org.jspecify.annotations.NullMarked;
