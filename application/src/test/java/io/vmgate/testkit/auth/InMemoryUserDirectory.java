package io.vmgate.testkit.auth;

import io.vmgate.application.auth.UserDirectory;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps users in memory; can be made to fail as if the database were away. */
public final class InMemoryUserDirectory implements UserDirectory {
  private final Map<Key, User> users = new ConcurrentHashMap<>();
  private volatile boolean unreachable;

  /** Know these users from the start. */
  public InMemoryUserDirectory(User... known) {
    for (User user : known) {
      users.put(Key.of(user.tenant(), user.name()), user);
    }
  }

  @Override
  public Optional<User> find(TenantId tenant, UserName name) {
    refuseWhenUnreachable();
    return Optional.ofNullable(users.get(Key.of(tenant, name)));
  }

  @Override
  public List<User> findAll(TenantId tenant, Set<UserId> ids) {
    refuseWhenUnreachable();
    return users.values().stream()
        .filter(user -> user.tenant().equals(tenant) && ids.contains(user.id()))
        .toList();
  }

  @Override
  public boolean addIfMissing(User user) {
    refuseWhenUnreachable();
    return users.putIfAbsent(Key.of(user.tenant(), user.name()), user) == null;
  }

  /** Put a user in the place of the one of that name, as an administrator elsewhere would. */
  public void replace(User user) {
    users.put(Key.of(user.tenant(), user.name()), user);
  }

  /** From now on, act as if the database were away, or back. */
  public void setUnreachable(boolean away) {
    unreachable = away;
  }

  private void refuseWhenUnreachable() {
    if (unreachable) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
  }

  private record Key(TenantId tenant, String name) {
    static Key of(TenantId tenant, UserName name) {
      return new Key(tenant, name.key());
    }
  }
}
