package io.vmgate.rest.task;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** One page of tasks. */
@Serdeable
record TaskListView(
    @Schema(example = "120", description = "Tasks on all pages together") long total,
    @Schema(example = "12") long pages,
    List<TaskView> list) {
  TaskListView {
    list = List.copyOf(list);
  }
}
