/**
 * The arrows between the modules, and how code reads, as tests; each rule is proved able to fail.
 */
@NullMarked
package io.vmgate.architecture;

import org.jspecify.annotations.NullMarked;
