@NullMarked
package io.vmgate.simulator.service;

import org.jspecify.annotations.NullMarked;
