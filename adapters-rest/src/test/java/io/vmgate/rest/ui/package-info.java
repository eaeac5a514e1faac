@NullMarked
package io.vmgate.rest.ui;

import org.jspecify.annotations.NullMarked;
