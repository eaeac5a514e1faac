/**
 * The inventory's memory: machines indexed so that a page costs what the page holds, not what the
 * cluster holds.
 */
@NullMarked
package io.vmgate.application.vm.index;

import org.jspecify.annotations.NullMarked;
