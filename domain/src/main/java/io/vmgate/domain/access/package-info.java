/** Access services: how ports of machines are published, and what may be published. */
@NullMarked
package io.vmgate.domain.access;

import org.jspecify.annotations.NullMarked;
