/**
 * A cluster that is not there: the Kubernetes and KubeVirt API over HTTPS, with machines that
 * start, stop and fail.
 *
 * <p>{@link io.vmgate.simulator.SimulatorMain} is the program, {@link
 * io.vmgate.simulator.Simulator} the same inside another one. {@code store} keeps the objects,
 * {@code api} speaks HTTP about them, {@code lifecycle} moves machines, {@code seed} fills the
 * cluster. Nothing here knows another module.
 */
@NullMarked
package io.vmgate.simulator;

import org.jspecify.annotations.NullMarked;
