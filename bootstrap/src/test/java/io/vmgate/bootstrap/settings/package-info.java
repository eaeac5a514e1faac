@NullMarked
package io.vmgate.bootstrap.settings;

import org.jspecify.annotations.NullMarked;
