/** How a command ends: exit codes, and refusals in words. */
@NullMarked
package io.vmgate.cli.outcome;

import org.jspecify.annotations.NullMarked;
