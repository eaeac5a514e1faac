@NullMarked
package io.vmgate.application.event;

import org.jspecify.annotations.NullMarked;
