/** Lines to the consoles of machines, through KubeVirt's subresources. */
@NullMarked
package io.vmgate.kubevirt.console;

import org.jspecify.annotations.NullMarked;
