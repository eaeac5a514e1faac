/**
 * How fast consoles are, beside proxies that pass on the same bytes to the same upstream. {@link
 * io.vmgate.benchmarks.console.ConsoleLoad} is the program.
 */
@NullMarked
package io.vmgate.benchmarks.console;

import org.jspecify.annotations.NullMarked;
