/** The HTTP contract: how the platform looks from outside. */
@NullMarked
package io.vmgate.rest;

import org.jspecify.annotations.NullMarked;
