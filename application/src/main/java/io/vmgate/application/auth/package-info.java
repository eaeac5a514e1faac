/** Signs people in, and stands at the gate of every other use case. */
@NullMarked
package io.vmgate.application.auth;

import org.jspecify.annotations.NullMarked;
