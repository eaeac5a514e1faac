@NullMarked
package io.vmgate.rest.access;

import org.jspecify.annotations.NullMarked;
