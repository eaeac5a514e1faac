/** Keeps users and signing keys, and hashes passwords. */
@NullMarked
package io.vmgate.persistence.auth;

import org.jspecify.annotations.NullMarked;
