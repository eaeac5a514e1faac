@NullMarked
package io.vmgate.application.task;

import org.jspecify.annotations.NullMarked;
