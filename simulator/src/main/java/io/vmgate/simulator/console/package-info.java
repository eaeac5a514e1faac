/**
 * The streams of running guests: screen, serial line and ports.
 *
 * <p>As in KubeVirt a guest has one screen client and one serial client; the newest wins unless it
 * asks to spare the one before. When a guest ends, crashes or moves to another node, its streams
 * end without a Close frame. What is at the other end of them is built in, or a QEMU process.
 */
@NullMarked
package io.vmgate.simulator.console;

import org.jspecify.annotations.NullMarked;
