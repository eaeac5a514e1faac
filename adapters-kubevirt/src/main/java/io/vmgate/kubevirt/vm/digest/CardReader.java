package io.vmgate.kubevirt.vm.digest;

import io.vmgate.domain.vm.NetworkInterface;
import io.vmgate.domain.vm.NetworkInterface.NetworkType;
import io.vmgate.kubevirt.vm.model.InstanceSpec;
import io.vmgate.kubevirt.vm.model.InstanceSpec.Card;
import io.vmgate.kubevirt.vm.model.InstanceSpec.Multus;
import io.vmgate.kubevirt.vm.model.InstanceSpec.Named;
import io.vmgate.kubevirt.vm.model.InstanceSpec.Network;
import io.vmgate.kubevirt.vm.model.VirtualMachineInstance.CardStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads network cards: what is specified, joined with what runs. */
final class CardReader {
  private final SharedValues shared;

  CardReader(SharedValues shared) {
    this.shared = shared;
  }

  /** Read the cards of a specification, in its order. */
  List<NetworkInterface> cards(String namespace, InstanceSpec spec, List<CardStatus> running) {
    List<NetworkInterface> cards = new ArrayList<>();
    for (Card card : spec.domain().devices().interfaces()) {
      cards.add(card(namespace, card, network(spec, card.name()), status(running, card.name())));
    }
    return running.isEmpty() ? shared.ofList(cards) : List.copyOf(cards);
  }

  /** Read the cards that only the guest knows. */
  List<NetworkInterface> guestCards(List<CardStatus> running) {
    List<NetworkInterface> cards = new ArrayList<>();
    for (CardStatus status : running) {
      if (Wording.text(status.name()) == null) {
        String name = shared.ofText(status.interfaceName());
        cards.add(
            new NetworkInterface(
                name == null ? "" : name,
                NetworkType.GUEST,
                Wording.text(status.ipAddress()),
                null,
                Wording.text(status.mac()),
                addresses(status),
                null,
                null,
                null,
                name,
                shared.ofText(status.linkState())));
      }
    }
    return List.copyOf(cards);
  }

  /**
   * Choose the address to reach a machine at: that of the first card KubeVirt reports, as its own
   * tables show it, else the first there is.
   */
  static @Nullable String accessIp(List<CardStatus> running, List<NetworkInterface> cards) {
    String first = firstIp(running);
    for (NetworkInterface card : cards) {
      String ip = card.ip();
      if (ip != null && (first == null || ip.equals(first))) {
        return ip;
      }
    }
    return first;
  }

  /** The address of the first card that KubeVirt reports, to which it forwards ports. */
  static @Nullable String firstIp(List<CardStatus> running) {
    return running.isEmpty() ? null : Wording.text(running.getFirst().ipAddress());
  }

  /**
   * Tell whether a card is on the pod's own network. A specification that states no card gets one
   * there, unless it says otherwise.
   */
  static boolean isOnPodNetwork(InstanceSpec spec) {
    List<Card> cards = spec.domain().devices().interfaces();
    return cards.isEmpty()
        ? !Objects.equals(spec.domain().devices().autoattachPodInterface(), false)
        : cards.stream().anyMatch(card -> isPodNetwork(network(spec, card.name())));
  }

  private static boolean isPodNetwork(@Nullable Network network) {
    Multus multus = network == null ? null : network.multus();
    return type(network) == NetworkType.POD
        || (multus != null && Objects.equals(multus.isDefault(), true));
  }

  private NetworkInterface card(
      String namespace, Card card, @Nullable Network network, @Nullable CardStatus status) {
    String name = shared.of(card.name());
    String binding = shared.ofText(binding(card));
    String model = shared.ofText(card.model());
    Multus multus = network == null ? null : network.multus();
    String attachment = multus == null ? null : attachment(namespace, multus);
    if (status == null) {
      return new NetworkInterface(
          name,
          type(network),
          null,
          null,
          Wording.text(card.macAddress()),
          List.of(),
          binding,
          model,
          attachment,
          null,
          null);
    }
    String mac = Wording.text(status.mac());
    List<String> addresses = addresses(status);
    return new NetworkInterface(
        name,
        type(network),
        addresses.isEmpty() ? null : addresses.getFirst(),
        null,
        mac == null ? Wording.text(card.macAddress()) : mac,
        addresses,
        binding,
        model,
        attachment,
        shared.ofText(status.interfaceName()),
        shared.ofText(status.linkState()));
  }

  /** All addresses, the main one first; the list usually repeats it. */
  private static List<String> addresses(CardStatus status) {
    List<String> addresses = new ArrayList<>(status.ipAddresses());
    addresses.removeIf(address -> address == null || address.isBlank());
    String main = Wording.text(status.ipAddress());
    if (main != null && (addresses.isEmpty() || !addresses.getFirst().equals(main))) {
      addresses.remove(main);
      addresses.addFirst(main);
    }
    return List.copyOf(addresses);
  }

  private static NetworkType type(@Nullable Network network) {
    if (network != null && network.multus() != null) {
      return NetworkType.MULTUS;
    }
    return network != null && network.resourceClaim() != null
        ? NetworkType.RESOURCE_CLAIM
        : NetworkType.POD;
  }

  private @Nullable String attachment(String namespace, Multus multus) {
    String name = Wording.text(multus.networkName());
    if (name == null) {
      return null;
    }
    return shared.of(name.indexOf('/') < 0 ? namespace + "/" + name : name);
  }

  private static @Nullable String binding(Card card) {
    if (card.masquerade() != null) {
      return "masquerade";
    }
    if (card.bridge() != null) {
      return "bridge";
    }
    if (card.sriov() != null) {
      return "sriov";
    }
    if (card.passtBinding() != null) {
      return "passt";
    }
    Named plugin = card.binding();
    return plugin == null ? null : plugin.name();
  }

  private static @Nullable Network network(InstanceSpec spec, String name) {
    for (Network network : spec.networks()) {
      if (network.name().equals(name)) {
        return network;
      }
    }
    return null;
  }

  private static @Nullable CardStatus status(List<CardStatus> running, String name) {
    for (CardStatus status : running) {
      if (name.equals(status.name())) {
        return status;
      }
    }
    return null;
  }
}
