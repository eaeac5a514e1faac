/**
 * The cluster's objects as they come over the wire, with only the fields that are read; everything
 * else is skipped by the parser and costs nothing.
 *
 * <p>A collection that the wire leaves out is empty here; a single value that it leaves out is
 * null. Quantities and times stay the cluster's strings. {@link
 * io.vmgate.kubevirt.cluster.WireReader} reads them.
 */
@NullMarked
package io.vmgate.kubevirt.vm.model;

import org.jspecify.annotations.NullMarked;
