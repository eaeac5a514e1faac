/**
 * The wire: HTTPS on Netty, one request at a time on a connection, each answered on a virtual
 * thread.
 *
 * <p>Writers wait while the peer does not read: memory for a connection stays bounded by the
 * channel's water marks.
 */
@NullMarked
package io.vmgate.simulator.http;

import org.jspecify.annotations.NullMarked;
