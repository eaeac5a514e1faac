/**
 * Lets people onto consoles through single-use links, and ends their sessions for stated reasons.
 */
@NullMarked
package io.vmgate.application.console;

import org.jspecify.annotations.NullMarked;
