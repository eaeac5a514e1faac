package io.vmgate.application.tenant;

import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.tenant.TenantId;
import java.util.List;
import java.util.Optional;

/** Keeps tenants and the namespaces they own. */
public interface TenantDirectory {
  /**
   * Find a tenant; empty when there is none of this id.
   *
   * <p>Stands at the gate of every call, so it answers from memory. What it says may be some
   * seconds old, and goes on being said while the database is away.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable} only while nothing was ever read
   */
  Optional<Tenant> find(TenantId id);

  /** List all tenants by id; as old, and as available, as {@link #find}. */
  List<Tenant> all();

  /**
   * Add a tenant with its namespaces unless there is one of this id.
   *
   * @return whether it was added; an existing one is left as it is, its namespaces too
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.tenant.TenantFailure.NamespaceTaken}, and then nothing is added; {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  boolean addIfMissing(Tenant tenant);
}
