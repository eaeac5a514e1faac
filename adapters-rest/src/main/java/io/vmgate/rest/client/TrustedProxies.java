package io.vmgate.rest.client;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * The proxies whose word is taken for where a call comes from.
 *
 * @param header the one that they write; the other is not read
 */
public record TrustedProxies(List<AddressRange> ranges, ForwardedHeader header) {
  /** Nobody is trusted: a call comes from whoever opened the connection. */
  public static final TrustedProxies NONE =
      new TrustedProxies(List.of(), ForwardedHeader.X_FORWARDED_FOR);

  public TrustedProxies {
    ranges = List.copyOf(ranges);
  }

  /**
   * Read addresses and ranges, separated by commas: {@code 10.0.0.0/8, fd00::/8, 192.0.2.1}.
   *
   * @throws IllegalArgumentException naming the first that is none
   */
  public static TrustedProxies parse(String ranges, ForwardedHeader header) {
    return new TrustedProxies(
        Arrays.stream(ranges.split(","))
            .map(String::strip)
            .filter(range -> !range.isEmpty())
            .map(AddressRange::parse)
            .toList(),
        header);
  }

  boolean contain(InetAddress address) {
    return ranges.stream().anyMatch(range -> range.contains(address));
  }
}
