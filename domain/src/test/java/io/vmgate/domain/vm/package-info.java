@NullMarked
package io.vmgate.domain.vm;

import org.jspecify.annotations.NullMarked;
