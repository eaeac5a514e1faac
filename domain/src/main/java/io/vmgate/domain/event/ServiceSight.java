package io.vmgate.domain.event;

import io.vmgate.domain.access.AccessService;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.vm.VmStatus;
import java.util.List;

/** What was seen of the services that lead to a machine. */
public sealed interface ServiceSight {
  /** Nothing: the cluster did not let its services be seen, or nobody looked. */
  record Hidden() implements ServiceSight {}

  /**
   * These and no others.
   *
   * @param services in the order of the machine's list
   */
  record Seen(List<ServiceSummary> services) implements ServiceSight {
    public Seen {
      services = List.copyOf(services);
    }

    /** See these of a machine that stands like that. */
    public static Seen of(List<AccessService> services, VmStatus machine) {
      return new Seen(
          services.stream().map(service -> ServiceSummary.of(service, machine)).toList());
    }
  }
}
