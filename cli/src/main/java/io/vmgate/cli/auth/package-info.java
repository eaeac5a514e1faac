/** Signing in and out, contexts, permissions. */
@NullMarked
package io.vmgate.cli.auth;

import org.jspecify.annotations.NullMarked;
