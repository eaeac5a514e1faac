package io.vmgate.application.console;

import io.vmgate.domain.vm.ConsoleProtocol;
import java.time.Duration;

/**
 * Say how a session is run.
 *
 * @param viewOnly the platform itself drops what would change something on the machine: keys,
 *     pointer, clipboard
 * @param idle ends a session on none of whose connections a person has done anything for so long
 * @param longest ends any session after so long
 * @param ping how often the viewer is asked for a sign of life, and the line kept from looking idle
 */
public record RelayRules(
    ConsoleProtocol protocol, boolean viewOnly, Duration idle, Duration longest, Duration ping) {}
