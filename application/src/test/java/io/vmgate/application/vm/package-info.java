@NullMarked
package io.vmgate.application.vm;

import org.jspecify.annotations.NullMarked;
