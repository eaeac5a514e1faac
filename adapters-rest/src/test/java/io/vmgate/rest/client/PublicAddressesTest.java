package io.vmgate.rest.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class PublicAddressesTest {
  private static final TrustedProxies PROXIES =
      TrustedProxies.parse("10.0.0.0/8", ForwardedHeader.X_FORWARDED_FOR);

  private final HttpRequest<Object> request =
      HttpRequest.<Object>GET("/")
          .header("Host", "inside:8080")
          .header("X-Forwarded-Host", "vm.example.org")
          .header("X-Forwarded-Proto", "https");

  @Test
  void takesTheHostThatATrustedProxyNames() {
    PublicAddresses addresses = new PublicAddresses(PublicAddress.OF_THE_REQUEST, PROXIES);

    assertThat(addresses.authority(from("10.0.0.1"))).isEqualTo("vm.example.org");
    assertThat(addresses.webSocket(from("10.0.0.1"))).isEqualTo("wss://vm.example.org");
  }

  @Test
  void takesTheHostOfTheRequestFromEverybodyElse() {
    PublicAddresses addresses = new PublicAddresses(PublicAddress.OF_THE_REQUEST, PROXIES);

    assertThat(addresses.authority(from("192.0.2.7"))).isEqualTo("inside:8080");
  }

  @Test
  void takesTheConfiguredHostBeforeAnyOther() {
    PublicAddresses addresses =
        new PublicAddresses(PublicAddress.parse("https://example.org/vmgate"), PROXIES);

    assertThat(addresses.authority(from("10.0.0.1"))).isEqualTo("example.org");
    assertThat(addresses.webSocket(from("10.0.0.1"))).isEqualTo("wss://example.org/vmgate");
  }

  private HttpRequest<?> from(String peer) {
    return new HttpRequestWrapper<Object>(request) {
      @Override
      public InetSocketAddress getRemoteAddress() {
        return new InetSocketAddress(peer, 40_000);
      }
    };
  }
}
