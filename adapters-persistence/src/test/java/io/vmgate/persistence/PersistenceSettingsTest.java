package io.vmgate.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PersistenceSettingsTest {
  @Test
  void hasDefaults() {
    assertThat(settings(Map.of())).isEqualTo(new PersistenceSettings(Duration.ofSeconds(5), 4));
  }

  @Test
  void takesEverySetting() {
    Map<String, Object> all =
        Map.of(
            "vmgate.persistence.refresh-interval",
            "250ms",
            "vmgate.persistence.hashings-at-once",
            1);
    assertThat(settings(all)).isEqualTo(new PersistenceSettings(Duration.ofMillis(250), 1));
  }

  @Test
  void refusesSettingsThatCannotWork() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PersistenceSettings(Duration.ZERO, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PersistenceSettings(Duration.ofSeconds(5), 0));
  }

  private static PersistenceSettings settings(Map<String, Object> properties) {
    try (ApplicationContext context =
        ApplicationContext.builder()
            .properties(properties)
            .eagerInitSingletons(false)
            .banner(false)
            .build()) {
      return context.start().getBean(PersistenceSettings.class);
    }
  }
}
