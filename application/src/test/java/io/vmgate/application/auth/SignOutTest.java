package io.vmgate.application.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.auth.InMemoryRefreshBook;
import io.vmgate.testkit.auth.InMemorySignInBook;
import io.vmgate.testkit.auth.SignInBookContract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SignOutTest implements SignInBookContract {
  @Override
  public SignInBook emptyBook() {
    return new InMemorySignInBook(new ManualClock());
  }

  @Test
  void withdrawsTheSignInBeforeItClosesWhatGoesOnUnderIt() {
    SignInBook book = emptyBook();
    SignInId signIn = new SignInId(new UUID(7, 7));
    Instant until = ManualClock.START.plusSeconds(60);
    List<Object> closed = new ArrayList<>();

    SignInEnd end =
        new SignInEnd(
            new InMemoryRefreshBook(),
            book,
            (tenant, ended) -> {
              assertThat(book.isWithdrawn(ended)).isTrue();
              closed.add(tenant);
              closed.add(ended);
            },
            Duration.ofHours(2),
            new ManualClock());
    new SignOut(end).signOut(new TenantId("acme"), signIn, until);

    assertThat(closed).containsExactly(new TenantId("acme"), signIn);
  }
}
