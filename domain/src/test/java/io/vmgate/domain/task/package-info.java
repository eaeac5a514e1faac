@NullMarked
package io.vmgate.domain.task;

import org.jspecify.annotations.NullMarked;
