/**
 * KubeVirt's own API server, behind the aggregation layer: the calls that are no objects (KubeVirt:
 * pkg/virt-api/rest).
 *
 * <p>A call checks and acts in one transaction of the store, so the race between two callers that
 * the real server answers with 500 is never lost here; a fault can stand for it.
 */
@NullMarked
package io.vmgate.simulator.subresource;

import org.jspecify.annotations.NullMarked;
