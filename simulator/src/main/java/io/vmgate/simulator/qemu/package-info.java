/**
 * Guests that are real: a QEMU process each, emulated by TCG, with its own VNC, serial and SPICE
 * servers on Unix sockets behind the subresources.
 *
 * <p>A process starts when its instance is Running and ends with it. It never outlives the
 * simulator: a shell beside it reads a pipe from the simulator and kills it when that closes, which
 * the kernel does even for a simulator that was killed.
 */
@NullMarked
package io.vmgate.simulator.qemu;

import org.jspecify.annotations.NullMarked;
