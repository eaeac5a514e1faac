@NullMarked
package io.vmgate.persistence.limit;

import org.jspecify.annotations.NullMarked;
