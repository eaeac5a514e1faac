/**
 * The built-in screen of a guest: a framebuffer that shows a name, a running clock and what is
 * typed, served as RFB 3.8 (RFC 6143) without a password, as QEMU does for KubeVirt.
 *
 * <p>A screen comes into being when it is first looked at and lives as long as its guest, so
 * successive clients see the same one. Nothing moves on a screen that nobody looks at: each client
 * brings it up to date.
 */
@NullMarked
package io.vmgate.simulator.rfb;

import org.jspecify.annotations.NullMarked;
