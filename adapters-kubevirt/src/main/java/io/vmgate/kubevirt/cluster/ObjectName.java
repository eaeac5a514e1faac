package io.vmgate.kubevirt.cluster;

/**
 * Name an object among those of its kind.
 *
 * @param namespace empty for objects of the whole cluster
 */
public record ObjectName(String namespace, String name) {}
