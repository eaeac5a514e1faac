/** What those who run the platform see and turn: health, keys, metrics. */
@NullMarked
package io.vmgate.bootstrap.operations;

import org.jspecify.annotations.NullMarked;
