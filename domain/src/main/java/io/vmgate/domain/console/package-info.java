/** Consoles of machines: who may look at a screen through which link, and why that ends. */
@NullMarked
package io.vmgate.domain.console;

import org.jspecify.annotations.NullMarked;
