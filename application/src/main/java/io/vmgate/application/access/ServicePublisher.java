package io.vmgate.application.access;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.AccessTerms;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceName;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import java.util.List;

/**
 * Makes services in the cluster and removes them.
 *
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.ClusterUnreachable}, {@link
 * io.vmgate.domain.PlatformFailure.ClusterTimedOut} when nobody knows whether it was done, and
 * {@link io.vmgate.domain.PlatformFailure.ClusterRefused} with the cluster's own words.
 */
public interface ServicePublisher {
  /**
   * Make the service. It belongs to the machine and goes with it. Safe to repeat: what was made for
   * the same request is found again.
   *
   * @throws io.vmgate.domain.FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound} when
   *     the machine is no more, {@link io.vmgate.domain.access.AccessFailure.NameTaken}, {@link
   *     io.vmgate.domain.access.AccessFailure.NodePortTaken}; then nothing was made
   */
  Made publish(Publication publication);

  /**
   * Remove a service that the platform made, this one and none of the same name.
   *
   * @return whether it was there
   */
  boolean withdraw(AccessService service);

  /**
   * What is to be made.
   *
   * @param ports one at least, told apart by names when there are several
   */
  record Publication(
      VmId vm,
      VmName vmName,
      ServiceName name,
      ServiceType type,
      List<PortMapping> ports,
      AccessTerms terms) {
    public Publication {
      ports = List.copyOf(ports);
    }
  }

  /**
   * What was made.
   *
   * @param portsNotForwarded target ports that the machine's network card leaves out of the ports
   *     it lets through, so that nothing arrives there
   */
  record Made(ServiceId id, List<Integer> portsNotForwarded) {
    public Made {
      portsNotForwarded = List.copyOf(portsNotForwarded);
    }
  }
}
