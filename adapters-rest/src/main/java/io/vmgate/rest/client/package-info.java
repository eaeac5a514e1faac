/** Where a call comes from, whatever it claims. */
@NullMarked
package io.vmgate.rest.client;

import org.jspecify.annotations.NullMarked;
