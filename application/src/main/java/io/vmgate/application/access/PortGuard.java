package io.vmgate.application.access;

import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.util.List;

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
   * Restrict the target ports for a service; in place of what was said for it before.
   *
   * @param allowFrom one at least
   * @throws io.vmgate.domain.FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound}
   */
  void restrict(
      VmId vm,
      VmName vmName,
      String service,
      List<PortMapping> ports,
      List<AddressBlock> allowFrom);

  /** Take back what was said for a service; nothing happens where nothing was. */
  void lift(VmName vmName, String service);
}
