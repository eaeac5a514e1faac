package io.vmgate.testkit.vm;

import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.NetworkInterface;
import io.vmgate.domain.vm.NetworkInterface.NetworkType;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmRun;
import io.vmgate.domain.vm.VmState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Builds a machine; whatever a test does not say is something ordinary. */
public final class VmBuilder {
  private VmName name = new VmName("shop", "web-1");
  private @Nullable VmId id;
  private Instant createdAt = Instant.parse("2026-08-03T08:00:00Z");
  private VmState state = VmState.of("Running", null);
  private @Nullable Integer vCpus = 2;
  private @Nullable Long memoryBytes = 4L << 30;
  private @Nullable String nodeName = "node-a";
  private String runStrategy = "Always";
  private @Nullable VmRun run;
  private Set<ConsoleProtocol> consoles = Set.of(ConsoleProtocol.VNC, ConsoleProtocol.SERIAL);
  private @Nullable Integer spicePort;
  private List<NetworkInterface> cards = List.of();
  private boolean forwardsPorts = true;
  private boolean hasPodNetwork = true;
  private final Map<String, String> labels = new HashMap<>();

  private VmBuilder() {}

  /** A running machine {@code shop/web-1} on {@code node-a}. */
  public static VmBuilder aVm() {
    return new VmBuilder();
  }

  /** Name it; unless an id is given too, the id follows from the name. */
  public VmBuilder named(String namespace, String machineName) {
    name = new VmName(namespace, machineName);
    return this;
  }

  public VmBuilder withId(VmId other) {
    id = other;
    return this;
  }

  public VmBuilder createdAt(Instant instant) {
    createdAt = instant;
    return this;
  }

  /** Stand as KubeVirt's word says. */
  public VmBuilder standing(String printableStatus) {
    state = VmState.of(printableStatus, null);
    return this;
  }

  /** Stand as KubeVirt's word says, for that reason. */
  public VmBuilder standing(String printableStatus, String message) {
    state = VmState.of(printableStatus, message);
    return this;
  }

  public VmBuilder stopped() {
    return standing("Stopped").on(null);
  }

  public VmBuilder on(@Nullable String node) {
    nodeName = node;
    return this;
  }

  /** Its latest run stands as KubeVirt's word says. */
  public VmBuilder running(VmRun latest) {
    run = latest;
    return this;
  }

  /** KubeVirt's word for when it is to run. */
  public VmBuilder strategy(String word) {
    runStrategy = word;
    return this;
  }

  public VmBuilder sized(@Nullable Integer cpus, @Nullable Long bytes) {
    vCpus = cpus;
    memoryBytes = bytes;
    return this;
  }

  public VmBuilder labelled(String key, String value) {
    labels.put(key, value);
    return this;
  }

  /** Have these consoles and no other; SPICE on port 5900 of the guest. */
  public VmBuilder withConsoles(ConsoleProtocol... protocols) {
    consoles = Set.of(protocols);
    spicePort = consoles.contains(ConsoleProtocol.SPICE) ? 5900 : null;
    return this;
  }

  /** Be on one network of that type; a builder that is told nothing tells of no network. */
  public VmBuilder onlyOn(NetworkType type) {
    cards =
        List.of(
            new NetworkInterface(
                "net", type, null, null, null, List.of(), "bridge", null, null, null, null));
    hasPodNetwork = type == NetworkType.POD;
    return this;
  }

  /** Have a card on the pod's own network or not, whatever else is told of its cards. */
  public VmBuilder withPodNetwork(boolean has) {
    hasPodNetwork = has;
    return this;
  }

  /** Have no address on the first card, so that no port can be forwarded. */
  public VmBuilder withoutAddress() {
    forwardsPorts = false;
    return this;
  }

  public Vm build() {
    return new Vm(
        id == null ? idOf(name) : id,
        name,
        createdAt,
        state,
        vCpus,
        memoryBytes,
        "quay.io/containerdisks/ubuntu:24.04",
        nodeName,
        nodeName == null ? null : "10.244.1.37",
        null,
        labels,
        cards,
        List.of(),
        List.of(),
        consoles,
        spicePort,
        forwardsPorts && nodeName != null,
        hasPodNetwork,
        runStrategy,
        null,
        null,
        null,
        run);
  }

  /** The id that a machine of this name gets when none is given. */
  public static VmId idOf(VmName name) {
    return new VmId(UUID.nameUUIDFromBytes(name.toString().getBytes(StandardCharsets.UTF_8)));
  }
}
