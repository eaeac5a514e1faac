/** What every feature's use cases stand on. */
@NullMarked
package io.vmgate.application;

import org.jspecify.annotations.NullMarked;
