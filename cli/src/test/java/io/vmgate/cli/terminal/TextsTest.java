package io.vmgate.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.MessageFormat;
import java.util.Map;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TextsTest {
  @Test
  void saysEverythingInBothLanguages() {
    ResourceBundle english = new Texts(Language.ENGLISH).bundle();
    ResourceBundle chinese = new Texts(Language.CHINESE).bundle();

    // The English bundle is the Chinese one's parent: only its own words count.
    assertThat(chinese.getLocale().getLanguage()).isEqualTo("zh");
    for (String key : english.keySet()) {
      assertThat(((java.util.PropertyResourceBundle) chinese).handleGetObject(key))
          .as(key)
          .isNotNull();
    }
    assertThat(chinese.keySet()).isEqualTo(english.keySet());
  }

  @ParameterizedTest
  @EnumSource(Language.class)
  void putsTheSameNumberOfArgumentsIntoEveryText(Language language) {
    ResourceBundle english = new Texts(Language.ENGLISH).bundle();
    ResourceBundle words = new Texts(language).bundle();
    for (String key : words.keySet()) {
      if (key.startsWith("text.")) {
        assertThat(new MessageFormat(words.getString(key)).getFormatsByArgumentIndex())
            .as(key)
            .hasSameSizeAs(new MessageFormat(english.getString(key)).getFormatsByArgumentIndex());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zh_CN.UTF-8,,,,CHINESE",
    "en_GB.UTF-8,,,,ENGLISH",
    ",,,,ENGLISH",
    "zh_CN.UTF-8,C,,,ENGLISH",
    "zh_CN.UTF-8,,en_US.UTF-8,,ENGLISH",
    "C,C,zh_TW.UTF-8,,CHINESE",
    "C,C,C,zh,CHINESE",
    "zh_CN,zh_CN,zh_CN,en,ENGLISH"
  })
  void choosesTheLanguageAsPosixSays(
      String lang, String messages, String all, String own, Language expected) {
    assertThat(
            Language.of(
                Map.of(
                    "LANG", text(lang),
                    "LC_MESSAGES", text(messages),
                    "LC_ALL", text(all),
                    "VM_LANG", text(own))))
        .isEqualTo(expected);
  }

  private static String text(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "" : value;
  }
}
