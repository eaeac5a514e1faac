/** Lists and shows machines out of the inventory. */
@NullMarked
package io.vmgate.application.vm;

import org.jspecify.annotations.NullMarked;
