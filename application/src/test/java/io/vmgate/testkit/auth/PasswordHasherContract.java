package io.vmgate.testkit.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vmgate.application.auth.PasswordHasher;
import org.junit.jupiter.api.Test;

/** What every password hasher does. */
public interface PasswordHasherContract {
  PasswordHasher hasher();

  @Test
  default void recognisesThePasswordAHashWasMadeOf() {
    String hash = hasher().hash("päss wörd 密码");
    assertThat(hasher().matches("päss wörd 密码", hash)).isTrue();
  }

  @Test
  default void refusesAnyOtherPassword() {
    String hash = hasher().hash("secret");
    assertThat(hasher().matches("Secret", hash)).isFalse();
    assertThat(hasher().matches("", hash)).isFalse();
  }

  @Test
  default void neverHashesAlikeTwice() {
    assertThat(hasher().hash("secret")).isNotEqualTo(hasher().hash("secret"));
  }

  @Test
  default void understandsItsOwnHashes() {
    assertThat(hasher().understands(hasher().hash("secret"))).isTrue();
  }

  @Test
  default void refusesAHashOfAnotherMaking() {
    String foreign = "$2a$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
    assertThat(hasher().understands(foreign)).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> hasher().matches("secret", foreign));
  }
}
