/**
 * Publishes ports of machines as Services of the cluster, tells how those stand, and takes them
 * back.
 *
 * <p>The cluster holds the services and all that is known of them; the database holds only that
 * somebody has asked, so that a repeated request is recognised and no tenant gets more than its
 * share.
 */
@NullMarked
package io.vmgate.application.access;

import org.jspecify.annotations.NullMarked;
