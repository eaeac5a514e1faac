package io.vmgate.simulator.planted;

import io.vmgate.domain.vm.VmId;

public record SimulatorThatKnowsTheDomain(VmId id) {}
