package io.vmgate.kubevirt.vm;

import io.vmgate.domain.vm.NetworkInterface;
import io.vmgate.domain.vm.NetworkInterface.NetworkType;
import io.vmgate.kubevirt.vm.digest.PodDigest;
import io.vmgate.kubevirt.vm.digest.PodDigest.Gateway;
import io.vmgate.kubevirt.vm.digest.RunDigest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Finds the gateway of each card in what the network plugin told of the launcher pod. */
final class Gateways {
  private static final int HASH_DIGITS = 11;

  private Gateways() {}

  static List<NetworkInterface> join(RunDigest run, List<PodDigest> pods) {
    List<Gateway> gateways = activeGateways(run, pods);
    if (gateways.isEmpty()) {
      return run.cards();
    }
    List<NetworkInterface> cards = new ArrayList<>(run.cards().size());
    for (NetworkInterface card : run.cards()) {
      String address = address(card, gateways);
      cards.add(address == null ? card : with(card, address));
    }
    return List.copyOf(cards);
  }

  /** Of several pods, as there are during a migration, the one that the guest is in counts. */
  private static List<Gateway> activeGateways(RunDigest run, List<PodDigest> pods) {
    for (PodDigest pod : pods) {
      if (pod.uid().equals(run.activePod()) && pod.run().equals(run.uid()) && pod.serving()) {
        return pod.gateways();
      }
    }
    return List.of();
  }

  private static @Nullable String address(NetworkInterface card, List<Gateway> gateways) {
    if (card.type() == NetworkType.POD) {
      for (Gateway gateway : gateways) {
        if (gateway.isDefault()) {
          return gateway.address();
        }
      }
      return null;
    }
    String podInterface = podInterface(card.name());
    for (Gateway gateway : gateways) {
      boolean sameInterface = podInterface.equals(gateway.podInterface());
      boolean sameMac = gateway.mac() != null && gateway.mac().equalsIgnoreCase(card.mac());
      if (sameInterface || sameMac) {
        return gateway.address();
      }
    }
    return byAttachment(card, gateways);
  }

  /** Two cards may hang on one network, so its name decides only when a single entry has it. */
  private static @Nullable String byAttachment(NetworkInterface card, List<Gateway> gateways) {
    List<Gateway> named =
        gateways.stream()
            .filter(gateway -> gateway.network() != null)
            .filter(gateway -> Objects.equals(gateway.network(), card.attachment()))
            .toList();
    return named.size() == 1 ? named.getFirst().address() : null;
  }

  /** KubeVirt calls a secondary interface "pod" and the start of its network name's SHA-256. */
  private static String podInterface(String network) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(network.getBytes(StandardCharsets.UTF_8));
      return "pod" + HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  private static NetworkInterface with(NetworkInterface card, String gateway) {
    return new NetworkInterface(
        card.name(),
        card.type(),
        card.ip(),
        gateway,
        card.mac(),
        card.addresses(),
        card.binding(),
        card.model(),
        card.attachment(),
        card.guestName(),
        card.linkState());
  }
}
