package io.vmgate.domain.vm;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Describe a machine as a list shows it: what {@link Vm} has, without disks, cards and consoles.
 * The components mean what they mean there.
 */
public record VmSummary(
    VmId id,
    VmName name,
    Instant createdAt,
    VmState state,
    @Nullable Integer vCpus,
    @Nullable Long memoryBytes,
    @Nullable String image,
    @Nullable String nodeName,
    @Nullable String accessIp,
    @Nullable PublishedService service,
    Map<String, String> labels,
    @Nullable String runStrategy,
    @Nullable String instancetype,
    @Nullable String preference,
    @Nullable Guest guest) {
  public VmSummary {
    labels = Map.copyOf(labels);
  }

  /** What a list shows of this machine. */
  public static VmSummary of(Vm vm) {
    return new VmSummary(
        vm.id(),
        vm.name(),
        vm.createdAt(),
        vm.state(),
        vm.vCpus(),
        vm.memoryBytes(),
        vm.image(),
        vm.nodeName(),
        vm.accessIp(),
        vm.service(),
        vm.labels(),
        vm.runStrategy(),
        vm.instancetype(),
        vm.preference(),
        vm.guest());
  }
}
