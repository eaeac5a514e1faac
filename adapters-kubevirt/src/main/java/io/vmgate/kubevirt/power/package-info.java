/** Switches machines through KubeVirt's subresources and reads what became of it. */
@NullMarked
package io.vmgate.kubevirt.power;

import org.jspecify.annotations.NullMarked;
