package io.vmgate.rest.vm;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** One page of what happened to a machine. */
@Serdeable
record EventListView(
    @Schema(example = "120", description = "Events on all pages together") long total,
    @Schema(example = "12") long pages,
    List<EventView> list) {
  EventListView {
    list = List.copyOf(list);
  }
}
