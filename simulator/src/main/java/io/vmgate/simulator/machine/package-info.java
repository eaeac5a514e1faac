/**
 * The shapes of a machine's objects: what KubeVirt, CDI and the kubelet write at each stage, as
 * functions on trees.
 *
 * <p>The life-cycle calls them one after the other as time passes; the seeds call them at once to
 * plant machines that have been running for months.
 */
@NullMarked
package io.vmgate.simulator.machine;

import org.jspecify.annotations.NullMarked;
