package io.vmgate.persistence.auth;

import io.vmgate.application.auth.UserDirectory;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.PostgresTransactions;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Keeps users in PostgreSQL, each within sight of their own tenant only. */
@Singleton
final class PostgresUserDirectory implements UserDirectory {
  private final PostgresTransactions transactions;
  private final UserRows rows;

  PostgresUserDirectory(PostgresTransactions transactions, UserRows rows) {
    this.transactions = transactions;
    this.rows = rows;
  }

  @Override
  public Optional<User> find(TenantId tenant, UserName name) {
    return transactions
        .inTenant(tenant, () -> rows.findByTenantIdAndNameKey(tenant.value(), name.key()))
        .map(UserRow::toUser);
  }

  @Override
  public List<User> findAll(TenantId tenant, Set<UserId> ids) {
    List<String> texts = ids.stream().map(UserId::toString).toList();
    return transactions.inTenant(tenant, () -> rows.findAll(texts)).stream()
        .map(UserRow::toUser)
        .toList();
  }

  @Override
  public boolean addIfMissing(User user) {
    UserRow row = UserRow.of(user);
    return transactions.inTenant(user.tenant(), () -> insert(row) == 1);
  }

  private int insert(UserRow row) {
    return rows.insertUnlessPresent(
        row.id(),
        row.tenantId(),
        row.name(),
        row.nameKey(),
        row.passwordHash(),
        row.roles(),
        row.disabled());
  }
}
