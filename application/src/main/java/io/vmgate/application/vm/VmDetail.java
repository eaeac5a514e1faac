package io.vmgate.application.vm;

import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.vm.Vm;
import java.util.List;
import java.util.Optional;

/**
 * Hold a machine and what happened to it last.
 *
 * @param events newest first; empty while the database is away
 */
public record VmDetail(Vm vm, Optional<List<VmEvent>> events) {}
