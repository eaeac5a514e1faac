package io.vmgate.persistence.auth;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import io.vmgate.domain.auth.LastingSignIn;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.tenant.TenantId;
import java.time.Instant;
import java.util.UUID;

@MappedEntity("lasting_sign_in")
record LastingSignInRow(
    @Id UUID id, String tenantId, UUID userId, String password, Instant endsAt) {
  static LastingSignInRow of(LastingSignIn signIn) {
    return new LastingSignInRow(
        signIn.id().value(),
        signIn.tenant().value(),
        signIn.user().value(),
        signIn.password(),
        signIn.endsAt());
  }

  LastingSignIn toSignIn() {
    return new LastingSignIn(
        new SignInId(id), new TenantId(tenantId), new UserId(userId), password, endsAt);
  }
}
