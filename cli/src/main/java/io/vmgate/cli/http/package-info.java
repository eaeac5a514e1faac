/** Calls of the contract, and what they look like when somebody looks on. */
@NullMarked
package io.vmgate.cli.http;

import org.jspecify.annotations.NullMarked;
