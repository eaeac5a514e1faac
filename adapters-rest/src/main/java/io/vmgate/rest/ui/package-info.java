/** The web console, as files: the program itself runs in browsers and knows the contract alone. */
@NullMarked
package io.vmgate.rest.ui;

import org.jspecify.annotations.NullMarked;
