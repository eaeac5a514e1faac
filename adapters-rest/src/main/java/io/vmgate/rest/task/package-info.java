/** Operations on machines and their tasks, as the contract has them. */
@NullMarked
package io.vmgate.rest.task;

import org.jspecify.annotations.NullMarked;
