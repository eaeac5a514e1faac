package io.vmgate.application.event;

import io.vmgate.domain.access.ServiceId;
import io.vmgate.domain.access.ServiceSummary;
import io.vmgate.domain.event.ServiceSight;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.stream.Change;
import io.vmgate.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Tells what is new of the services that lead to a machine. */
final class ServiceChanges {
  private ServiceChanges() {}

  /**
   * Compare two looks at a machine, one of which may be missing: those that went first, then those
   * that came or look different. Nothing where either did not show services.
   */
  static List<Change> between(TenantId tenant, @Nullable Sighting before, @Nullable Sighting now) {
    if (!(sight(before) instanceof ServiceSight.Seen(var was))
        || !(sight(now) instanceof ServiceSight.Seen(var is))
        || was.equals(is)) {
      return List.of();
    }
    Map<ServiceId, ServiceSummary> known = byId(was);
    Map<ServiceId, ServiceSummary> shown = byId(is);
    List<Change> changes = new ArrayList<>();
    for (ServiceSummary service : was) {
      if (!shown.containsKey(service.id())) {
        changes.add(
            new Change.ServiceGone(
                tenant, service.id(), service.name(), service.vm(), service.vmName()));
      }
    }
    for (ServiceSummary service : is) {
      if (!service.equals(known.get(service.id()))) {
        changes.add(new Change.ServiceShown(tenant, service));
      }
    }
    return changes;
  }

  /** Nothing leads to a machine that is not there. */
  private static ServiceSight sight(@Nullable Sighting sighting) {
    return sighting == null ? new ServiceSight.Seen(List.of()) : sighting.services();
  }

  private static Map<ServiceId, ServiceSummary> byId(List<ServiceSummary> services) {
    return services.stream().collect(Collectors.toMap(ServiceSummary::id, Function.identity()));
  }
}
