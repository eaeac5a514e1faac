package io.vmgate.domain.stream;

import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Say which of the changes that one may hear of one wants to hear of.
 *
 * @param kinds at least one
 * @param namespace of the machine; null for any, and for what is about no machine
 * @param vmId of the machine; null for any, and for what is about no machine
 */
public record Interest(Set<ChangeKind> kinds, @Nullable String namespace, @Nullable String vmId) {
  /** Whatever there is. */
  public static final Interest ALL = new Interest(EnumSet.allOf(ChangeKind.class), null, null);

  public Interest {
    if (kinds.isEmpty()) {
      throw new IllegalArgumentException("interested in nothing");
    }
    kinds = Set.copyOf(kinds);
  }

  /** Whether the change is one of those. */
  public boolean isIn(Change change) {
    return kinds.contains(change.kind())
        && (namespace == null || namespace.equals(change.namespace()))
        && (vmId == null || vmId.equals(change.vmId()));
  }
}
