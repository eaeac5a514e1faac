package io.vmgate.rest.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vmgate.rest.client.PublicAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicAddressTest {
  @Test
  void readsWhatBrowsersOpen() {
    assertThat(PublicAddress.parse("https://vm.example.org/").url())
        .hasToString("Optional[https://vm.example.org]");
    assertThat(PublicAddress.parse("http://10.0.0.1:8080/vmgate").url())
        .hasToString("Optional[http://10.0.0.1:8080/vmgate]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vm.example.org",
        "ws://vm.example.org",
        "https://",
        "https://a@b",
        "https://a/?b",
        "https://a/#b",
        "https://a b"
      })
  void refusesTheRest(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PublicAddress.parse(text));
  }
}
