package io.vmgate.domain.vm;

import org.jspecify.annotations.Nullable;

/**
 * Name the first Service that leads to a machine.
 *
 * @param type NodePort, LoadBalancer or ClusterIP
 * @param accessAddress {@code host:port}, ready to be opened; null until there is one
 */
public record PublishedService(String name, String type, @Nullable String accessAddress) {}
