package io.vmgate.simulator.console;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Knows guests that are more than built in. */
@FunctionalInterface
public interface GuestSource {
  /** Find the guest of a running instance; null if it is a built-in one. */
  @Nullable GuestLines find(ObjectNode instance);
}
