package io.vmgate.application.task;

import io.vmgate.domain.task.TaskAction;
import java.util.List;

/**
 * What a caller says about a batch.
 *
 * @param vmIds as the caller wrote them; none twice
 */
public record BatchRequest(TaskAction action, List<String> vmIds, OperationRequest operation) {
  public BatchRequest {
    vmIds = vmIds.stream().distinct().toList();
  }
}
