/** Sign-in over HTTP, and the tokens that it hands out. */
@NullMarked
package io.vmgate.rest.auth;

import org.jspecify.annotations.NullMarked;
