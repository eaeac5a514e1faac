package io.vmgate.domain.access;

import org.jspecify.annotations.Nullable;

/**
 * Lead a port of a service to a port of the machine.
 *
 * @param name within the service; null where it has only this port and no name
 * @param port of the service
 * @param targetPort of the machine; null where a service that others made names it by a word
 * @param nodePort on the nodes; null to let the cluster choose, and for a service without
 */
public record PortMapping(
    @Nullable String name,
    Transport transport,
    int port,
    @Nullable Integer targetPort,
    @Nullable Integer nodePort) {}
