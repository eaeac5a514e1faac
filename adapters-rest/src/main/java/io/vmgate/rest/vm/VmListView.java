package io.vmgate.rest.vm;

import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/** One page of machines. */
@Serdeable
record VmListView(
    @Schema(example = "120", description = "Machines on all pages together") long total,
    @Schema(example = "12") long pages,
    List<VmView> list) {
  VmListView {
    list = List.copyOf(list);
  }
}
