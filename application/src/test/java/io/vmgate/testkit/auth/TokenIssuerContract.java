package io.vmgate.testkit.auth;

import static io.vmgate.testkit.auth.CallerBuilder.aCaller;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.auth.TokenIssuer;
import io.vmgate.application.auth.TokenIssuer.IssuedToken;
import io.vmgate.testkit.ManualClock;
import org.junit.jupiter.api.Test;

/** What every token issuer does. */
public interface TokenIssuerContract {
  TokenIssuer issuer(ManualClock clock);

  @Test
  default void issuesATokenThatEndsLater() {
    IssuedToken issued = issuer(new ManualClock()).issue(aCaller().viewer().signedIn().build());
    assertThat(issued.token()).isNotBlank();
    assertThat(issued.expiresAt()).isAfter(ManualClock.START);
  }

  @Test
  default void givesTwoCallersDifferentTokens() {
    TokenIssuer issuer = issuer(new ManualClock());
    assertThat(issuer.issue(aCaller().named("ann").signedIn().build()).token())
        .isNotEqualTo(issuer.issue(aCaller().named("bob").signedIn().build()).token());
  }

  @Test
  default void keepsTheTokenOutOfLogs() {
    IssuedToken issued = issuer(new ManualClock()).issue(aCaller().signedIn().build());
    assertThat(issued.toString()).doesNotContain(issued.token());
  }
}
