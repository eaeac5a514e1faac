@NullMarked
package io.vmgate.rest;

import org.jspecify.annotations.NullMarked;
