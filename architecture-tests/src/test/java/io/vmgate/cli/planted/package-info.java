/** Breaks rules on purpose, so that they are proved able to fail. */
@NullMarked
package io.vmgate.cli.planted;

import org.jspecify.annotations.NullMarked;
