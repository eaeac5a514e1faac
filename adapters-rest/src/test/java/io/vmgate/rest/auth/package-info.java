@NullMarked
package io.vmgate.rest.auth;

import org.jspecify.annotations.NullMarked;
