/** Machines to test with, and what every inventory must do. */
@NullMarked
package io.vmgate.testkit.vm;

import org.jspecify.annotations.NullMarked;
