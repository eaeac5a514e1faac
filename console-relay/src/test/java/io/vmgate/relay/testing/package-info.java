/** What tests of consoles hold at the far end. */
@NullMarked
package io.vmgate.relay.testing;

import org.jspecify.annotations.NullMarked;
