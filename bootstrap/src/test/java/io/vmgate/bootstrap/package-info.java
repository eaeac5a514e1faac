@NullMarked
package io.vmgate.bootstrap;

import org.jspecify.annotations.NullMarked;
