/** Tests of access services. */
@NullMarked
package io.vmgate.application.access;

import org.jspecify.annotations.NullMarked;
