/**
 * The Remote Framebuffer protocol (RFC 6143), as far as somebody between viewer and server needs
 * it.
 */
@NullMarked
package io.vmgate.relay.rfb;

import org.jspecify.annotations.NullMarked;
