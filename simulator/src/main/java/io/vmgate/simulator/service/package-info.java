/**
 * Services: which node ports and addresses they have, which pods stand behind them, and the
 * listeners by which they can be opened.
 *
 * <p>{@link io.vmgate.simulator.service.Allocations} and {@link
 * io.vmgate.simulator.service.Backends} follow the store's changes inside its transactions, so that
 * neither a write nor a change of a pod unpacks other objects.
 */
@NullMarked
package io.vmgate.simulator.service;

import org.jspecify.annotations.NullMarked;
