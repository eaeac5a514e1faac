package io.vmgate.rest.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest
  @CsvSource({
    "https://vm.example.org,       true",
    "https://VM.example.org,       true",
    "https://vm.example.org:8443,  false",
    "https://evil.example,         false",
    "https://vm.example.org.evil,  false",
    "https://user@vm.example.org,  false",
    "null,                         false",
    "'not an origin',              false",
  })
  void knowsItsOwnPages(String origin, boolean isOwn) {
    PublicAddresses addresses = new PublicAddresses(PublicAddress.OF_THE_REQUEST, PROXIES);

    assertThat(addresses.isOwn(origin, from("10.0.0.1"))).isEqualTo(isOwn);
  }

  @Test
  void knowsTheScheme() {
    PublicAddresses ofTheRequest = new PublicAddresses(PublicAddress.OF_THE_REQUEST, PROXIES);
    PublicAddresses configured =
        new PublicAddresses(PublicAddress.parse("https://example.org/vmgate"), PROXIES);

    assertThat(ofTheRequest.isSecure(from("10.0.0.1"))).isTrue();
    assertThat(ofTheRequest.isSecure(from("192.0.2.7"))).isFalse();
    assertThat(configured.isSecure(from("192.0.2.7"))).isTrue();
    assertThat(configured.path()).isEqualTo("/vmgate");
    assertThat(ofTheRequest.path()).isEmpty();
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
