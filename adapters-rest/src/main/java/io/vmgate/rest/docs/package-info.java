/** The contract described for programs and for people. */
@NullMarked
package io.vmgate.rest.docs;

import org.jspecify.annotations.NullMarked;
