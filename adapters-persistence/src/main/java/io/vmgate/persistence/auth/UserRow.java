package io.vmgate.persistence.auth;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.model.DataType;
import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.tenant.TenantId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

@MappedEntity("user_account")
record UserRow(
    @Id UUID id,
    String tenantId,
    String name,
    String nameKey,
    String passwordHash,
    @TypeDef(type = DataType.STRING_ARRAY) List<String> roles,
    boolean disabled) {

  static UserRow of(User user) {
    return new UserRow(
        user.id().value(),
        user.tenant().value(),
        user.name().value(),
        user.name().key(),
        user.passwordHash(),
        user.roles().stream().map(Role::wireName).sorted().toList(),
        user.disabled());
  }

  User toUser() {
    return new User(
        new UserId(id),
        new TenantId(tenantId),
        new UserName(name),
        passwordHash,
        roles.stream().map(UserRow::role).collect(Collectors.toUnmodifiableSet()),
        disabled);
  }

  private static Role role(String wireName) {
    return Role.ofWireName(wireName)
        .orElseThrow(() -> new IllegalStateException("no role is called " + wireName));
  }
}
