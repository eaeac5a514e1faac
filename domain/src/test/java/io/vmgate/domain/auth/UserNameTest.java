package io.vmgate.domain.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"", " ann", "ann ", "a\0b", "a\nb", "a\uD800"})
  void refusesWhatNobodyIsCalled(String text) {
    assertThat(UserName.parse(text)).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> new UserName(text));
  }

  @Test
  void takesNamesOfAnyScriptUpToTheLimit() {
    assertThat(UserName.parse("王 小明")).contains(new UserName("王 小明"));
    assertThat(UserName.parse("x".repeat(UserName.MAX_LENGTH))).isPresent();
    assertThat(UserName.parse("x".repeat(UserName.MAX_LENGTH + 1))).isEmpty();
  }

  @Test
  void comparesWithoutLetterCaseAndComposition() {
    assertThat(new UserName("Édith").key()).isEqualTo(new UserName("E\u0301DITH").key());
    assertThat(new UserName("edith").key()).isNotEqualTo(new UserName("Édith").key());
  }
}
