package io.vmgate.simulator.lifecycle;

import org.jspecify.annotations.Nullable;

/** Looks after the objects of one type. */
@FunctionalInterface
interface Controller {
  /** Look at an object, which may be gone, and name its next step; null if it rests. */
  @Nullable Step next(String namespace, String name);

  /** Let another controller look when this one has nothing to do. */
  default Controller before(Controller other) {
    return (namespace, name) -> {
      Step own = next(namespace, name);
      return own != null ? own : other.next(namespace, name);
    };
  }
}
