@NullMarked
package io.vmgate.rest.envelope;

import org.jspecify.annotations.NullMarked;
