@NullMarked
package io.vmgate.application.stream;

import org.jspecify.annotations.NullMarked;
