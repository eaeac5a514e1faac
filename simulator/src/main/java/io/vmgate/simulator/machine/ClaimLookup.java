package io.vmgate.simulator.machine;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds a claim of the machine's namespace by its name; null if there is none. */
@FunctionalInterface
public interface ClaimLookup {
  @Nullable JsonNode find(String claimName);
}
