package io.vmgate.domain.vm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Describe a network card of a machine.
 *
 * @param name of the network in the machine's specification; the guest's own name for a card that
 *     only the guest knows
 * @param ip the first address; null while none is known
 * @param gateway from the launcher pod's network-status annotation, the only place that may tell
 * @param addresses all known addresses, IPv4 and IPv6, the first one included
 * @param binding masquerade, bridge, sriov, passt or a plugin's name
 * @param attachment {@code namespace/name} of the NetworkAttachmentDefinition; null on the pod
 *     network
 * @param guestName what the guest calls it; known only through the guest agent
 * @param linkState up or down; null where KubeVirt does not say
 */
public record NetworkInterface(
    String name,
    NetworkType type,
    @Nullable String ip,
    @Nullable String gateway,
    @Nullable String mac,
    List<String> addresses,
    @Nullable String binding,
    @Nullable String model,
    @Nullable String attachment,
    @Nullable String guestName,
    @Nullable String linkState) {
  public NetworkInterface {
    addresses = List.copyOf(addresses);
  }

  /** What a card is attached to. */
  public enum NetworkType {
    /** The cluster's own network. */
    POD("pod"),
    /** A secondary network by Multus. */
    MULTUS("multus"),
    /** A device handed over by a resource claim. */
    RESOURCE_CLAIM("resourceClaim"),
    /** Nothing the cluster knows of: the guest made it itself, such as a container bridge. */
    GUEST("guest");

    private final String wireName;

    NetworkType(String wireName) {
      this.wireName = wireName;
    }

    /** The word in the contract. */
    public String wireName() {
      return wireName;
    }
  }
}
