package io.vmgate.application.task;

import io.vmgate.domain.task.TaskAction;
import io.vmgate.domain.vm.VmId;
import java.util.List;

/**
 * What a caller says about a batch.
 *
 * @param vmIds as the caller wrote them; no machine twice, however its id is written
 */
public record BatchRequest(TaskAction action, List<String> vmIds, OperationRequest operation) {
  public BatchRequest {
    vmIds =
        vmIds.stream()
            .map(text -> VmId.parse(text).map(VmId::toString).orElse(text))
            .distinct()
            .toList();
  }
}
