/** What every command works with. */
@NullMarked
package io.vmgate.cli.session;

import org.jspecify.annotations.NullMarked;
