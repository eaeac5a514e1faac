package io.vmgate.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MaskingTest {
  @Test
  void hidesWhatGivesAccess() {
    assertThat(Masking.text("{\"username\":\"ann\",\"password\":\"a \\\"b\\\" c\",\"x\":1}"))
        .isEqualTo("{\"username\":\"ann\",\"password\":\"***\",\"x\":1}");
    assertThat(Masking.text("{\"token\" : \"abc.def\"}")).isEqualTo("{\"token\" : \"***\"}");
    assertThat(Masking.text("ws://h/api/v1/vms/console/ws?token=s3cret&a=b"))
        .isEqualTo("ws://h/api/v1/vms/console/ws?token=***&a=b");
    assertThat(Masking.text("{\"consoleUrl\":\"ws://h/ws?token=s3cret\",\"port\":null}"))
        .isEqualTo("{\"consoleUrl\":\"ws://h/ws?token=***\",\"port\":null}");
    assertThat(Masking.header("Authorization", "Bearer abc")).isEqualTo("***");
    assertThat(Masking.header("X-Request-Id", "abc")).isEqualTo("abc");
  }
}
