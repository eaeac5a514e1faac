/** Access services: the way to a machine from outside of the cluster. */
@NullMarked
package io.vmgate.cli.access;

import org.jspecify.annotations.NullMarked;
