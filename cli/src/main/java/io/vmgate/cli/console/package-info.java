/** Consoles: the serial line in the terminal, screens in viewers. */
@NullMarked
package io.vmgate.cli.console;

import org.jspecify.annotations.NullMarked;
