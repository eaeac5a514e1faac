@NullMarked
package io.vmgate.rest.vm;

import org.jspecify.annotations.NullMarked;
