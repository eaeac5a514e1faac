package io.vmgate.cli.planted;

import io.vmgate.domain.vm.VmId;

public record CliThatKnowsTheDomain(VmId vm) {}
