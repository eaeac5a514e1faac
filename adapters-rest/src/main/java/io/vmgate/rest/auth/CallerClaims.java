package io.vmgate.rest.auth;

import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import io.micronaut.security.authentication.Authentication;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.tenant.TenantId;
import java.time.Instant;
import java.util.Date;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Write a caller into a token's claims, and read them back. */
final class CallerClaims {
  /** OpenID Connect's name for it: tokens of one sign-in have it in common, and no other id. */
  static final String SIGN_IN = "sid";

  private static final String TENANT = "tenant";
  private static final String USERNAME = "preferred_username";
  private static final String ROLES = "roles";

  private CallerClaims() {}

  /** Write a caller who is signed in. */
  static void write(Caller caller, JWTClaimsSet.Builder claims) {
    claims
        .claim(SIGN_IN, Objects.requireNonNull(caller.signIn(), "not signed in").toString())
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
      Optional<SignInId> signIn = signIn(token);
      if (tenant == null || username == null || signIn.isEmpty()) {
        return Optional.empty();
      }
      Set<Role> roles =
          token.getRoles().stream()
              .flatMap(name -> Role.ofWireName(name).stream())
              .collect(Collectors.toUnmodifiableSet());
      UserId user = new UserId(UUID.fromString(token.getName()));
      return Optional.of(
          new Caller(
              user, new TenantId(tenant.toString()), username.toString(), roles, signIn.get()));
    } catch (IllegalArgumentException notOneOfOurs) {
      return Optional.empty();
    }
  }

  /** Read the sign-in that a verified token was handed out at; empty when it is none of ours. */
  static Optional<SignInId> signIn(Authentication token) {
    return Optional.ofNullable(token.getAttributes().get(SIGN_IN))
        .map(Object::toString)
        .flatMap(SignInId::parse);
  }

  /** When a verified token expires. */
  static Instant expiry(Authentication token) {
    Object expiry = token.getAttributes().get(JWTClaimNames.EXPIRATION_TIME);
    return switch (expiry) {
      case Date date -> date.toInstant();
      case Number seconds -> Instant.ofEpochSecond(seconds.longValue());
      case null, default -> throw new IllegalStateException("accepted without an end: " + expiry);
    };
  }
}
