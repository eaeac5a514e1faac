@NullMarked
package io.vmgate.rest.stream;

import org.jspecify.annotations.NullMarked;
