package io.vmgate.application.access;

import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.util.List;
import java.util.Set;

/**
 * Lets only stated addresses reach ports of a machine, whichever way they come; its other ports
 * stay open to all. Where several services restrict a port, the addresses of all may reach it.
 *
 * <p>Simultaneous changes for one machine lose nothing, on whichever replicas they are made.
 *
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.ClusterUnreachable}, {@link
 * io.vmgate.domain.PlatformFailure.ClusterTimedOut}, {@link
 * io.vmgate.domain.PlatformFailure.ClusterRefused}.
 */
public interface PortGuard {
  /**
   * Restrict the target ports; in place of what was said under this key before.
   *
   * @param key tells what is said from all else that is said of the machine: who uses a key again
   *     speaks of the same thing
   * @param allowFrom one at least
   * @throws io.vmgate.domain.FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound}
   */
  void restrict(
      VmId vm, VmName vmName, String key, List<PortMapping> ports, List<AddressBlock> allowFrom);

  /** List under which keys something is said, in the whole cluster, as it is just now. */
  Set<Restricted> restricted();

  /** Take back what was said under a key; nothing happens where nothing was. */
  void lift(VmName vmName, String key);

  /** Something that is said of a machine's ports. */
  record Restricted(VmName vm, String key) {}
}
