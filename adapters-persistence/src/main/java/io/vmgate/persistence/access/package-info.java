/** Remembers what was asked to be published, and what each tenant may publish. */
@NullMarked
package io.vmgate.persistence.access;

import org.jspecify.annotations.NullMarked;
