/** Which server, and with what token: options, environment, the file of contexts. */
@NullMarked
package io.vmgate.cli.config;

import org.jspecify.annotations.NullMarked;
