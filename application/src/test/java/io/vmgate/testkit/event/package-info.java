/** Fakes and contracts of events and the chronicle. */
@NullMarked
package io.vmgate.testkit.event;

import org.jspecify.annotations.NullMarked;
