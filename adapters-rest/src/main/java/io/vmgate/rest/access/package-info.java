/** Access services over HTTP. */
@NullMarked
package io.vmgate.rest.access;

import org.jspecify.annotations.NullMarked;
