@NullMarked
package io.vmgate.rest.docs;

import org.jspecify.annotations.NullMarked;
