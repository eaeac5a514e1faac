/** What every feature shares: the failures a caller can be told about. */
@NullMarked
package io.vmgate.domain;

import org.jspecify.annotations.NullMarked;
