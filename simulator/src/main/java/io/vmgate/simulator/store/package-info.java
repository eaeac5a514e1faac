/**
 * Keeps every object of the simulated cluster, in memory and compactly.
 *
 * <p>One version counter rises with each write, as etcd's revision does. Each resource type has its
 * own ordered, bounded log of changes; from it watches are served and lists at an earlier version
 * are rebuilt. What has left the log is gone, as after a compaction of etcd.
 */
@NullMarked
package io.vmgate.simulator.store;

import org.jspecify.annotations.NullMarked;
