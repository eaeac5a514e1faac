/**
 * The Kubernetes API over the store.
 *
 * <p>A request passes {@link io.vmgate.simulator.api.ApiServer} (faults, token), is split into an
 * {@link io.vmgate.simulator.api.ApiPath} and looked up in the {@link
 * io.vmgate.simulator.api.RoutingTable}. What a type can do besides the common verbs is one more
 * row in that table. Refusals are {@link io.vmgate.simulator.api.StatusException}s and become the
 * bodies that the real server writes.
 */
@NullMarked
package io.vmgate.simulator.api;

import org.jspecify.annotations.NullMarked;
