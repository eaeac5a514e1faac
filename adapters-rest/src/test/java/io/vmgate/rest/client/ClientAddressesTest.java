package io.vmgate.rest.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpRequestWrapper;
import io.micronaut.http.MutableHttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressesTest {
  private static final String PROXIES = "10.0.0.0/8, fd00::/8, 192.0.2.1";

  @Test
  void isThePeerWhereNobodyIsTrusted() {
    assertThat(client(TrustedProxies.NONE, "203.0.113.9", "198.51.100.1")).isEqualTo("203.0.113.9");
  }

  @Test
  void isThePeerThatIsNoProxyWhateverItClaims() {
    assertThat(forwardedFor("203.0.113.9", "198.51.100.1")).isEqualTo("203.0.113.9");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          -                                          | 10.0.0.1
          198.51.100.1                               | 198.51.100.1
          9.9.9.9, 198.51.100.1                      | 198.51.100.1
          9.9.9.9, 198.51.100.1, 10.1.2.3            | 198.51.100.1
          9.9.9.9, 198.51.100.1, 10.1.2.3, 192.0.2.1 | 198.51.100.1
          9.9.9.9, 198.51.100.1 , 192.0.2.2          | 192.0.2.2
          10.0.0.7, 10.0.0.8                         | 10.0.0.7
          198.51.100.1:4711                          | 198.51.100.1
          [2001:db8::1]:4711                         | 2001:db8:0:0:0:0:0:1
          [2001:db8::1]                              | 2001:db8:0:0:0:0:0:1
          2001:db8::1                                | 2001:db8:0:0:0:0:0:1
          2001:db8::1, fd00::5                       | 2001:db8:0:0:0:0:0:1
          ::ffff:198.51.100.1                        | 198.51.100.1
          """)
  void walksFromTheRightWhileProxiesAreTrusted(@Nullable String header, String expected) {
    assertThat(forwardedFor("10.0.0.1", header)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "unknown",
        "localhost",
        "example.com",
        "198.51.100.1, ",
        "198.51.100.1,,",
        "198.51.100.1, 1",
        "198.51.100.1, 127.1",
        "198.51.100.1, 300.1.1.1",
        "198.51.100.1, 0x7f.0.0.1",
        "198.51.100.1, 2001:db8::1%eth0",
        "198.51.100.1, [2001:db8::1",
        "198.51.100.1, :::::::::",
        "198.51.100.1, <script>"
      })
  void stopsAtWhatItCannotRead(String header) {
    assertThat(forwardedFor("10.0.0.1", header)).isEqualTo("10.0.0.1");
  }

  @Test
  void readsSeveralLinesAsOne() {
    MutableHttpRequest<?> request = HttpRequest.GET("/");
    request.getHeaders().add("X-Forwarded-For", "9.9.9.9, 198.51.100.1");
    request.getHeaders().add("X-Forwarded-For", "10.0.0.3");

    assertThat(client(proxies(ForwardedHeader.X_FORWARDED_FOR), "10.0.0.1", request))
        .isEqualTo("198.51.100.1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          for=198.51.100.1                                      | 198.51.100.1
          For="198.51.100.1:4711";proto=https                   | 198.51.100.1
          proto=https; for="[2001:db8::1]:4711"; by=10.0.0.1    | 2001:db8:0:0:0:0:0:1
          for=9.9.9.9, for=198.51.100.1;by="10.0.0.1, x", for=10.0.0.3 | 198.51.100.1
          for=9.9.9.9, for=_hidden                              | 10.0.0.1
          for=9.9.9.9, for=unknown                              | 10.0.0.1
          for=9.9.9.9, proto=https                              | 10.0.0.1
          for=9.9.9.9, for="198.51.100.1                        | 10.0.0.1
          """)
  void readsForwardedWhereProxiesWriteThat(String header, String expected) {
    MutableHttpRequest<?> request = HttpRequest.GET("/").header("Forwarded", header);
    request.header("X-Forwarded-For", "8.8.8.8");

    assertThat(client(proxies(ForwardedHeader.FORWARDED), "10.0.0.1", request)).isEqualTo(expected);
  }

  @Test
  void readsOnlyTheHeaderThatProxiesWrite() {
    MutableHttpRequest<?> request = HttpRequest.GET("/").header("Forwarded", "for=8.8.8.8");

    assertThat(client(proxies(ForwardedHeader.X_FORWARDED_FOR), "10.0.0.1", request))
        .isEqualTo("10.0.0.1");
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,      10.255.0.1,    true",
    "10.0.0.0/8,      11.0.0.1,      false",
    "10.0.0.0/9,      10.127.0.1,    true",
    "10.0.0.0/9,      10.128.0.1,    false",
    "0.0.0.0/0,       203.0.113.9,   true",
    "0.0.0.0/0,       2001:db8::1,   false",
    "192.0.2.1,       192.0.2.1,     true",
    "192.0.2.1/32,    192.0.2.2,     false",
    "2001:db8::/33,   2001:db8:7fff::1, true",
    "2001:db8::/33,   2001:db8:8000::1, false",
    "::/0,            fd00::1,       true"
  })
  void knowsWhatIsInARange(String range, String address, boolean within) {
    assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address)))
        .isEqualTo(within);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0/8", "proxy", "::/129", "/8"})
  void refusesWhatIsNoRange(String range) {
    assertThatThrownBy(() -> TrustedProxies.parse(range, ForwardedHeader.X_FORWARDED_FOR))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String forwardedFor(String peer, @Nullable String header) {
    return client(proxies(ForwardedHeader.X_FORWARDED_FOR), peer, header);
  }

  private static TrustedProxies proxies(ForwardedHeader header) {
    return TrustedProxies.parse(PROXIES, header);
  }

  private static String client(TrustedProxies proxies, String peer, @Nullable String header) {
    MutableHttpRequest<?> request = HttpRequest.GET("/");
    return client(
        proxies, peer, header == null ? request : request.header("X-Forwarded-For", header));
  }

  private static String client(TrustedProxies proxies, String peer, HttpRequest<?> request) {
    InetSocketAddress remote = new InetSocketAddress(InetAddress.ofLiteral(peer), 4711);
    return new ClientAddresses(proxies)
        .of(
            new HttpRequestWrapper<Object>(typed(request)) {
              @Override
              public InetSocketAddress getRemoteAddress() {
                return remote;
              }
            })
        .toString();
  }

  @SuppressWarnings("unchecked")
  private static HttpRequest<Object> typed(HttpRequest<?> request) {
    return (HttpRequest<Object>) request;
  }
}
