/** Joins a viewer to a machine's console: bytes, back-pressure, signs of life, and the end. */
@NullMarked
package io.vmgate.relay;

import org.jspecify.annotations.NullMarked;
