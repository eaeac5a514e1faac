package io.vmgate.application.console;

import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.VmName;

/**
 * Say which console of which machine.
 *
 * @param port on which a server in the guest listens; 0 for protocols that KubeVirt itself speaks
 * @param takeover whether somebody outside of the platform who is on it may be thrown out
 */
public record ConsoleTarget(VmName name, ConsoleProtocol protocol, int port, boolean takeover) {}
