@NullMarked
package io.vmgate.rest.client;

import org.jspecify.annotations.NullMarked;
