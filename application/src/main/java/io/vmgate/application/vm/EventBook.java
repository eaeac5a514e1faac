package io.vmgate.application.vm;

import io.vmgate.domain.event.EventQuery;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.page.Page;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmScope;
import java.time.Instant;
import java.util.List;

/**
 * Keeps what happened to machines, each event within sight of its tenant only, also when the
 * machine is no more.
 *
 * <p>Every method throws {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable} when the
 * database is away.
 */
public interface EventBook {
  /** The latest events of the machine, newest first. */
  List<VmEvent> latest(TenantId tenant, VmId vm, int most);

  /** List events within the scope, newest first; a page past the end is empty. */
  Page<VmEvent> list(TenantId tenant, VmScope scope, EventQuery query);

  /**
   * Forget what happened before the instant, some at a time and never two replicas at once.
   *
   * @return how many events were forgotten; 0 also while another replica is at it
   */
  int forget(Instant before);
}
