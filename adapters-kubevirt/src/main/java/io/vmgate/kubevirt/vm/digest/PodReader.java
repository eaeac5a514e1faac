package io.vmgate.kubevirt.vm.digest;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.Metadata.Annotations;
import io.vmgate.kubevirt.cluster.Metadata.OwnerReference;
import io.vmgate.kubevirt.cluster.WireReader;
import io.vmgate.kubevirt.vm.digest.PodDigest.Gateway;
import io.vmgate.kubevirt.vm.model.NetworkStatus;
import io.vmgate.kubevirt.vm.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

/** Reads launcher pods. */
public final class PodReader {
  private static final String CREATED_BY = "kubevirt.io/created-by";
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final WireReader<NetworkStatus> NETWORK_STATUS =
      WireReader.of(NetworkStatus.class);

  private final SharedValues shared;

  /** Share what recurs. */
  public PodReader(SharedValues shared) {
    this.shared = shared;
  }

  /** Reduce a pod; null when it carries no machine. */
  public @Nullable PodDigest read(Pod pod) {
    Metadata metadata = pod.metadata();
    String run = metadata.labels().get(CREATED_BY);
    String machine = machineName(metadata);
    if (run == null || machine == null) {
      return null;
    }
    // Without a status only metadata was asked for, and the run itself names its active pod.
    boolean runs = pod.status() == null || "Running".equals(pod.status().phase());
    return new PodDigest(
        Wording.uid(metadata.uid()),
        Wording.uid(run),
        machine,
        runs && metadata.deletionTimestamp() == null,
        gateways(metadata.annotations()));
  }

  private static @Nullable String machineName(Metadata metadata) {
    OwnerReference owner = metadata.owner("VirtualMachineInstance");
    if (owner != null) {
      return owner.name();
    }
    return metadata.annotations() == null ? null : metadata.annotations().domain();
  }

  private List<Gateway> gateways(@Nullable Annotations annotations) {
    if (annotations == null) {
      return List.of();
    }
    String status =
        annotations.networkStatus() == null
            ? annotations.oldNetworkStatus()
            : annotations.networkStatus();
    if (status == null || !status.contains("\"gateway\"")) {
      return List.of();
    }
    try {
      return gateways(attachments(status));
    } catch (JacksonException notNetworkStatus) {
      // Anybody may write an annotation: without a readable one there is simply no gateway.
      return List.of();
    }
  }

  private static List<NetworkStatus> attachments(String status) {
    List<NetworkStatus> attachments = new ArrayList<>();
    try (JsonParser parser = JSON.createParser(status)) {
      if (parser.nextToken() == JsonToken.START_ARRAY) {
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          attachments.add(NETWORK_STATUS.read(parser));
        }
      }
    }
    return attachments;
  }

  private List<Gateway> gateways(List<NetworkStatus> attachments) {
    List<Gateway> gateways = new ArrayList<>();
    for (NetworkStatus attached : attachments) {
      List<String> ways = attached.gateway();
      String address = ways.isEmpty() ? null : Wording.text(ways.getFirst());
      if (address != null) {
        gateways.add(
            new Gateway(
                shared.ofText(attached.name()),
                shared.ofText(attached.podInterface()),
                Wording.text(attached.mac()),
                Objects.equals(attached.isDefault(), true),
                shared.of(address)));
      }
    }
    boolean recurs = gateways.stream().allMatch(gateway -> gateway.mac() == null);
    return recurs ? shared.ofList(gateways) : List.copyOf(gateways);
  }
}
