/** Fakes and contracts of the stream of changes. */
@NullMarked
package io.vmgate.testkit.stream;

import org.jspecify.annotations.NullMarked;
