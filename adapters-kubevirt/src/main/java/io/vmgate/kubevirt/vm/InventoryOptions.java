package io.vmgate.kubevirt.vm;

import io.vmgate.kubevirt.cluster.FeedOptions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an inventory follows its cluster.
 *
 * @param publicHost the host at which NodePorts are reached from outside, such as a load balancer's
 *     name; null to take a node's own address
 * @param probeInterval how often the API server is asked whether it is there
 * @param probePatience how long it may take to say so
 * @param grace how long changes of a kind may fail to arrive before the inventory calls itself
 *     stale
 */
public record InventoryOptions(
    @Nullable String publicHost,
    FeedOptions feeds,
    Duration probeInterval,
    Duration probePatience,
    Duration grace) {
  /** What suits a cluster of any size. */
  public static final InventoryOptions USUAL =
      new InventoryOptions(
          null,
          FeedOptions.USUAL,
          Duration.ofSeconds(2),
          Duration.ofSeconds(3),
          Duration.ofSeconds(4));

  /** The same, with NodePorts reached at this host. */
  public InventoryOptions withPublicHost(@Nullable String host) {
    return new InventoryOptions(host, feeds, probeInterval, probePatience, grace);
  }
}
