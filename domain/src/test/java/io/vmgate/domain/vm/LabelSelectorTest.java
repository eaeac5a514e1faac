package io.vmgate.domain.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
  private static final Map<String, String> LABELS =
      Map.of("app", "web", "tier", "frontend", "example.com/rank", "7", "empty", "");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "app=web",
        "app==web",
        " app = web , tier = frontend ",
        "app!=db",
        "missing!=db",
        "app in (db, web)",
        "app notin (db)",
        "missing notin (a,b)",
        "app",
        "!missing",
        "example.com/rank>6",
        "example.com/rank<8",
        "empty=",
        "empty in ()",
        "!in,!notin"
      })
  void selects(String selector) {
    assertThat(LabelSelector.parse(selector).matches(LABELS)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app=db",
        "app=web,tier=backend",
        "app!=web",
        "app notin (web)",
        "missing",
        "!app",
        "missing in (a)",
        "example.com/rank>7",
        "example.com/rank<7",
        "app>1"
      })
  void doesNotSelect(String selector) {
    assertThat(LabelSelector.parse(selector).matches(LABELS)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          app=web,         | expected a label key at position 9, found the end
          =web             | expected a label key at position 1, found '=web'
          app in web       | expected '(' at position 8, found 'web'
          app in (web      | expected ',' or ')' at position 12, found the end
          app within (web) | expected an operator at position 5, found 'within (web)'
          app=web)         | expected ',' or the end at position 8, found ')'
          -app             | expected a label key at position 1, found '-app'
          app=we/b         | expected a label value at position 5, found 'we/b'
          app>many         | expected an integer at position 5, found 'many'
          EXAMPLE.com/app  | expected a label key at position 1, found 'EXAMPLE.com/app'
          """)
  void saysWhatIsWrongAndWhere(String selector, String message) {
    assertThatThrownBy(() -> LabelSelector.parse(selector))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void readsKeywordsAsKeysToo() {
    assertThat(LabelSelector.parse("in in (a)").matches(Map.of("in", "a"))).isTrue();
  }
}
