package io.vmgate.domain.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,                        192.0.2.7",
    "2001:db8:1:2:3:4:5:6,             2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2:ffff:ffff:ffff:ffff, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:3::1,                  2001:db8:1:3:0:0:0:0/64",
    "::ffff:192.0.2.7,                 192.0.2.7"
  })
  void takesAnIpv6NetworkForOneSubscriber(String address, String subscriber) {
    assertThat(new ClientAddress(InetAddress.ofLiteral(address)).subscriber())
        .isEqualTo(subscriber);
  }
}
