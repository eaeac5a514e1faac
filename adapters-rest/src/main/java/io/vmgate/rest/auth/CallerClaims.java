package io.vmgate.rest.auth;

import com.nimbusds.jwt.JWTClaimsSet;
import io.micronaut.security.authentication.Authentication;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.tenant.TenantId;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Write a caller into a token's claims, and read them back. */
final class CallerClaims {
  private static final String TENANT = "tenant";
  private static final String USERNAME = "preferred_username";
  private static final String ROLES = "roles";

  private CallerClaims() {}

  static void write(Caller caller, JWTClaimsSet.Builder claims) {
    claims
        .subject(caller.user().toString())
        .claim(TENANT, caller.tenant().value())
        .claim(USERNAME, caller.username())
        .claim(ROLES, caller.roles().stream().map(Role::wireName).sorted().toList());
  }

  /**
   * Read the caller out of a verified token; empty when it lacks something every token of ours has.
   */
  static Optional<Caller> read(Authentication token) {
    try {
      Object tenant = token.getAttributes().get(TENANT);
      Object username = token.getAttributes().get(USERNAME);
      if (tenant == null || username == null) {
        return Optional.empty();
      }
      Set<Role> roles =
          token.getRoles().stream()
              .flatMap(name -> Role.ofWireName(name).stream())
              .collect(Collectors.toUnmodifiableSet());
      UserId user = new UserId(UUID.fromString(token.getName()));
      return Optional.of(
          new Caller(user, new TenantId(tenant.toString()), username.toString(), roles));
    } catch (IllegalArgumentException notOneOfOurs) {
      return Optional.empty();
    }
  }
}
