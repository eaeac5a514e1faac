/** Tasks: what operations become, and waiting for them. */
@NullMarked
package io.vmgate.cli.task;

import org.jspecify.annotations.NullMarked;
