package io.vmgate.application.stream;

import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ChangeKind;
import io.vmgate.domain.vm.VmScope;

/**
 * Bound what a listener may hear of.
 *
 * @param machines whose changes, tasks and consoles are told
 * @param services those among them whose services are told too
 */
record Sight(VmScope machines, VmScope services) {
  /** Whether the change may be told. */
  boolean covers(Change change) {
    return change.isWithin(machines)
        && (change.kind() != ChangeKind.SERVICE || change.isWithin(services));
  }
}
