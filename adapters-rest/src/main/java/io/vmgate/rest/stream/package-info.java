/**
 * Tells clients what changes while they listen: Server-Sent Events (WHATWG HTML, section 9.2).
 *
 * <p>A listener has no thread. It lives on the event loop of its connection, takes from its place
 * among the listeners when the connection can be written to, and writes bytes that were made once
 * for all who listen in the same language.
 */
@NullMarked
package io.vmgate.rest.stream;

import org.jspecify.annotations.NullMarked;
