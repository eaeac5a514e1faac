/**
 * Hands use cases their ports: a factory per feature, the only place that calls their constructors.
 */
@NullMarked
package io.vmgate.bootstrap.wiring;

import org.jspecify.annotations.NullMarked;
