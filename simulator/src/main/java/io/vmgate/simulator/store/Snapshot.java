package io.vmgate.simulator.store;

import java.util.List;

/** The objects of one type as they were at one version, in the order of their keys. */
public record Snapshot(long version, List<StoredObject> objects) {}
