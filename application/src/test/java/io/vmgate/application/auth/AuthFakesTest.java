package io.vmgate.application.auth;

import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.auth.InMemoryRefreshBook;
import io.vmgate.testkit.auth.InMemorySigningKeyBook;
import io.vmgate.testkit.auth.InMemoryUserDirectory;
import io.vmgate.testkit.auth.PasswordHasherContract;
import io.vmgate.testkit.auth.PlainPasswordHasher;
import io.vmgate.testkit.auth.RefreshBookContract;
import io.vmgate.testkit.auth.ScriptedTokenIssuer;
import io.vmgate.testkit.auth.SigningKeyBookContract;
import io.vmgate.testkit.auth.TokenIssuerContract;
import io.vmgate.testkit.auth.UserDirectoryContract;
import io.vmgate.testkit.tenant.InMemoryTenantDirectory;
import io.vmgate.testkit.tenant.TenantDirectoryContract;
import org.junit.jupiter.api.Nested;

/** The fakes of sign-in pass the contracts first. */
class AuthFakesTest {
  @Nested
  class Users implements UserDirectoryContract {
    @Override
    public UserDirectory emptyDirectory() {
      return new InMemoryUserDirectory();
    }
  }

  @Nested
  class Tenants implements TenantDirectoryContract {
    @Override
    public TenantDirectory emptyDirectory() {
      return new InMemoryTenantDirectory();
    }
  }

  @Nested
  class SigningKeys implements SigningKeyBookContract {
    @Override
    public SigningKeyBook emptyBook(ManualClock clock) {
      return new InMemorySigningKeyBook(clock);
    }
  }

  @Nested
  class Passwords implements PasswordHasherContract {
    private final PasswordHasher hasher = new PlainPasswordHasher();

    @Override
    public PasswordHasher hasher() {
      return hasher;
    }
  }

  @Nested
  class Refreshes implements RefreshBookContract {
    @Override
    public RefreshBook emptyBook() {
      return new InMemoryRefreshBook();
    }
  }

  @Nested
  class Tokens implements TokenIssuerContract {
    @Override
    public TokenIssuer issuer(ManualClock clock) {
      return new ScriptedTokenIssuer(clock);
    }
  }
}
