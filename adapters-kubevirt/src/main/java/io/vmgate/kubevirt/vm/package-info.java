/**
 * The inventory of machines: the cluster's objects, joined.
 *
 * <p>Feeds read each kind on a thread of their own and reduce every object to a digest at once. One
 * writer thread owns all digests and everything that is derived from them, so that nothing there is
 * ever locked: it takes changes from a queue, notes which machines each one touches, joins those
 * anew and publishes the batch. Readers only ever see the published index.
 */
@NullMarked
package io.vmgate.kubevirt.vm;

import org.jspecify.annotations.NullMarked;
