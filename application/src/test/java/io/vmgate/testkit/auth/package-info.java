/** Fakes, contracts and builders for sign-in. */
@NullMarked
package io.vmgate.testkit.auth;

import org.jspecify.annotations.NullMarked;
