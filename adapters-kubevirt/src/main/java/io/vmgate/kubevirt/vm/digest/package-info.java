/**
 * What is kept of the cluster's objects: a compact digest of each, already in the domain's words.
 *
 * <p>An object is reduced where it is read, on the thread that parsed it, and then forgotten: a
 * hundred thousand machines fit into memory only this way. Values that recur from machine to
 * machine, such as nodes, buses, storage classes and whole network cards, are {@linkplain
 * io.vmgate.kubevirt.vm.digest.SharedValues shared}. A digest equal to the one before says that
 * nothing that matters has changed.
 */
@NullMarked
package io.vmgate.kubevirt.vm.digest;

import org.jspecify.annotations.NullMarked;
