package io.vmgate.rest.auth;

import io.micronaut.serde.annotation.Serdeable;
import io.vmgate.application.auth.CallerProfile;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Role;
import java.util.List;

/** Show callers who they are. */
@Serdeable
record CallerView(
    String userId,
    String username,
    String tenantId,
    String tenantName,
    List<String> roles,
    List<String> permissions) {

  static CallerView of(CallerProfile profile) {
    return new CallerView(
        profile.caller().user().toString(),
        profile.caller().username(),
        profile.caller().tenant().value(),
        profile.tenantName(),
        profile.caller().roles().stream().map(Role::wireName).sorted().toList(),
        profile.permissions().stream().map(Permission::wireName).toList());
  }
}
