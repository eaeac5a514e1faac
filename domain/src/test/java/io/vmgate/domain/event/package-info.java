@NullMarked
package io.vmgate.domain.event;

import org.jspecify.annotations.NullMarked;
