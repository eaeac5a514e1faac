/**
 * What happened to machines: what users did through the platform, and what is seen in the cluster
 * that none of them did.
 */
@NullMarked
package io.vmgate.domain.event;

import org.jspecify.annotations.NullMarked;
