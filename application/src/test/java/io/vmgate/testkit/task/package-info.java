/** Fakes, contracts and builders for tasks. */
@NullMarked
package io.vmgate.testkit.task;

import org.jspecify.annotations.NullMarked;
