/** What an operator may set, read once and refused clearly. */
@NullMarked
package io.vmgate.bootstrap.settings;

import org.jspecify.annotations.NullMarked;
