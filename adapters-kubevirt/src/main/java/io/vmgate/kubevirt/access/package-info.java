/**
 * Publishes ports of machines as Services, guards them by NetworkPolicies, and tries addresses.
 *
 * <p>What is made belongs to its machine, so that the cluster removes it with the machine, and
 * bears labels and annotations ({@link io.vmgate.kubevirt.cluster.Marks}) that hold all that the
 * platform knows of it: nothing else has to be kept in step. The inventory reads it back.
 */
@NullMarked
package io.vmgate.kubevirt.access;

import org.jspecify.annotations.NullMarked;
