/** Fakes and contracts of what consoles need. */
@NullMarked
package io.vmgate.testkit.console;

import org.jspecify.annotations.NullMarked;
