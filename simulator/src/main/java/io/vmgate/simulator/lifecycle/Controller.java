package io.vmgate.simulator.lifecycle;

import org.jspecify.annotations.Nullable;

/** Looks after the objects of one type. */
@FunctionalInterface
interface Controller {
  /** Look at an object, which may be gone, and name its next step; null if it rests. */
  @Nullable Step next(String namespace, String name);
}
