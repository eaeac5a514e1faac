/**
 * Fills a new cluster, the same way every time: equal names get equal uids, so links to objects
 * survive a restart.
 */
@NullMarked
package io.vmgate.simulator.seed;

import org.jspecify.annotations.NullMarked;
