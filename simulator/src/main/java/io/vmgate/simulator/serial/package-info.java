/**
 * The built-in serial line of a guest: a login prompt and a few commands, as raw bytes.
 *
 * <p>The guest remembers who is logged in and what was typed; it keeps nothing of what it wrote, so
 * a client that comes later sees nothing until it presses Enter, as on a real serial line.
 */
@NullMarked
package io.vmgate.simulator.serial;

import org.jspecify.annotations.NullMarked;
