@NullMarked
package io.vmgate.rest.task;

import org.jspecify.annotations.NullMarked;
