/** Fakes, contracts and builders: what the tests of every module share. */
@NullMarked
package io.vmgate.testkit;

import org.jspecify.annotations.NullMarked;
