package io.vmgate.application.auth;

import io.vmgate.application.IdSource;
import io.vmgate.application.auth.TenantSeed.SeedPassword;
import io.vmgate.application.auth.TenantSeed.UserSeed;
import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.application.tenant.AccessQuotas;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.access.TenantQuota;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;

/**
 * Set up tenants, their namespaces and their users at start-up, as the operator's file states them.
 *
 * <p>Safe to repeat and to run on several replicas at once: whatever exists is left as it is, so a
 * password that was changed stays changed and a user taken out of the file stays. Only a quota is
 * the operator's alone: one that is stated is set.
 */
public final class ProvisionTenants {
  private final TenantDirectory tenants;
  private final UserDirectory users;
  private final AccessQuotas quotas;
  private final PasswordHasher hasher;
  private final IdSource ids;

  /** Set up what is missing in these directories. */
  public ProvisionTenants(
      TenantDirectory tenants,
      UserDirectory users,
      AccessQuotas quotas,
      PasswordHasher hasher,
      IdSource ids) {
    this.tenants = tenants;
    this.users = users;
    this.quotas = quotas;
    this.hasher = hasher;
    this.ids = ids;
  }

  /**
   * Add the tenants and users that are missing; an existing tenant gets its missing users, but
   * keeps its name and namespaces.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.tenant.TenantFailure.NamespaceTaken}, with the seeds before it in place;
   *     {@link io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   * @throws IllegalArgumentException when a given hash is none of ours; then nothing was added
   */
  public Provisioned provision(List<TenantSeed> seeds) {
    seeds.forEach(this::refuseForeignHashes);
    List<TenantId> newTenants = new ArrayList<>();
    List<NewUser> newUsers = new ArrayList<>();
    for (TenantSeed seed : seeds) {
      TenantId tenant = seed.tenant().id();
      if (tenants.addIfMissing(seed.tenant())) {
        newTenants.add(tenant);
      }
      TenantQuota quota = seed.quota();
      if (quota != null && !quota.equals(quotas.of(tenant))) {
        quotas.set(tenant, quota);
      }
      for (UserSeed user : seed.users()) {
        if (addIfMissing(tenant, user)) {
          newUsers.add(new NewUser(tenant, user.name()));
        }
      }
    }
    return new Provisioned(newTenants, newUsers);
  }

  private boolean addIfMissing(TenantId tenant, UserSeed seed) {
    if (users.find(tenant, seed.name()).isPresent()) {
      return false; // asked first, since a hash takes its time
    }
    UserId id = new UserId(ids.next());
    return users.addIfMissing(
        new User(id, tenant, seed.name(), hashOf(seed.password()), seed.roles(), false));
  }

  private String hashOf(SeedPassword password) {
    return switch (password) {
      case SeedPassword.Plain(var plain) -> hasher.hash(plain);
      case SeedPassword.Hashed(var hash) -> hash;
    };
  }

  private void refuseForeignHashes(TenantSeed seed) {
    for (UserSeed user : seed.users()) {
      if (user.password() instanceof SeedPassword.Hashed(var hash) && !hasher.understands(hash)) {
        throw new IllegalArgumentException(
            "the password hash of " + seed.tenant().id() + "/" + user.name() + " is none of ours");
      }
    }
  }

  /** What was missing and has been added, in the order of the seeds. */
  public record Provisioned(List<TenantId> tenants, List<NewUser> users) {
    public Provisioned {
      tenants = List.copyOf(tenants);
      users = List.copyOf(users);
    }
  }

  /** A user that was added. */
  public record NewUser(TenantId tenant, UserName name) {}
}
