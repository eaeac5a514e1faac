package io.vmgate.kubevirt.vm.digest;

import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.domain.vm.VmState;
import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.vm.digest.MachineDigest.SizeName;
import io.vmgate.kubevirt.vm.model.Condition;
import io.vmgate.kubevirt.vm.model.InstanceSpec;
import io.vmgate.kubevirt.vm.model.VirtualMachine;
import io.vmgate.kubevirt.vm.model.VirtualMachine.Matcher;
import io.vmgate.kubevirt.vm.model.VirtualMachine.RevisionRef;
import io.vmgate.kubevirt.vm.model.VirtualMachine.Spec;
import io.vmgate.kubevirt.vm.model.VirtualMachine.StartFailure;
import io.vmgate.kubevirt.vm.model.VirtualMachine.Status;
import io.vmgate.kubevirt.vm.model.VirtualMachine.Template;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads VirtualMachine objects. */
public final class MachineReader {
  private static final Template NO_TEMPLATE = new Template(Metadata.NONE, InstanceSpec.NONE);
  private static final int MOST_PORT = 65_535;

  private final SharedValues shared;
  private final CardReader cards;
  private final DiskReader disks;

  /** Share what recurs. */
  public MachineReader(SharedValues shared) {
    this.shared = shared;
    this.cards = new CardReader(shared);
    this.disks = new DiskReader(shared);
  }

  /** Reduce a machine. */
  public MachineDigest read(VirtualMachine machine) {
    Metadata metadata = machine.metadata();
    Spec spec = machine.spec();
    Status status = machine.status();
    Template template = spec.template() == null ? NO_TEMPLATE : spec.template();
    InstanceSpec instance = template.spec();
    SizeName instancetype = instancetype(spec.instancetype(), status.instancetypeRef());
    String namespace = shared.of(metadata.namespace());
    String printable = Wording.text(status.printableStatus());
    Instant createdAt = Wording.time(metadata.creationTimestamp());
    String hostname = Wording.text(instance.hostname());
    String printableStatus = printable == null ? "Unknown" : shared.of(printable);
    return new MachineDigest(
        new VmId(Wording.uid(metadata.uid())),
        new VmName(namespace, metadata.name()),
        createdAt == null ? Instant.EPOCH : createdAt,
        state(printableStatus, status),
        instancetype == null ? SizeReader.vCpus(instance.domain()) : null,
        instancetype == null ? shared.ofNumber(SizeReader.memoryBytes(instance.domain())) : null,
        shared.ofLabels(metadata.labels()),
        shared.ofLabels(template.metadata().labels()),
        hostname == null ? MachineLabel.hostname(metadata.name()) : hostname,
        cards.cards(namespace, instance, List.of()),
        disks.disks(namespace, instance, spec.dataVolumeTemplates(), List.of()),
        !Objects.equals(instance.domain().devices().autoattachGraphicsDevice(), false),
        !Objects.equals(instance.domain().devices().autoattachSerialConsole(), false),
        CardReader.isOnPodNetwork(instance),
        spicePort(metadata),
        runStrategy(spec),
        instancetype,
        shared.ofText(name(spec.preference(), status.preferenceRef())));
  }

  private VmState state(String printableStatus, Status status) {
    String message = message(printableStatus, status);
    VmState state = VmState.of(printableStatus, message);
    return message == null ? shared.of(state) : state;
  }

  /**
   * Say why it stands so, out of the condition that belongs to the status. KubeVirt copies a run's
   * conditions here and leaves them behind when the run is over, so each is only believed while the
   * status says the same.
   */
  private static @Nullable String message(String printableStatus, Status status) {
    String own =
        switch (printableStatus) {
          case "ErrorUnschedulable" -> ifFalse(status, "PodScheduled");
          case "ErrImagePull", "ImagePullBackOff", "ErrorPvcNotFound" ->
              ifFalse(status, "Synchronized");
          case "Paused" -> ifTrue(status, "Paused");
          case "CrashLoopBackOff" -> startFailure(status.startFailure());
          case "Starting" -> ifFalse(status, "Synchronized");
          default -> null;
        };
    return own == null ? ifTrue(status, "Failure") : own;
  }

  private static @Nullable String ifTrue(Status status, String type) {
    Condition condition = Condition.find(status.conditions(), type);
    return condition != null && condition.isTrue() ? condition.text() : null;
  }

  private static @Nullable String ifFalse(Status status, String type) {
    Condition condition = Condition.find(status.conditions(), type);
    return condition != null && condition.isFalse() ? condition.text() : null;
  }

  private static @Nullable String startFailure(@Nullable StartFailure failure) {
    if (failure == null || failure.consecutiveFailCount() == null) {
      return null;
    }
    String retry = Wording.text(failure.retryAfterTimestamp());
    String failed = "failed to start " + failure.consecutiveFailCount() + " times in a row";
    return retry == null ? failed : failed + "; next try at " + retry;
  }

  private @Nullable String runStrategy(Spec spec) {
    String strategy = shared.ofText(spec.runStrategy());
    if (strategy != null || spec.running() == null) {
      return strategy;
    }
    return spec.running() ? "Always" : "Halted";
  }

  private @Nullable SizeName instancetype(@Nullable Matcher wanted, @Nullable Matcher used) {
    String name = name(wanted, used);
    if (wanted == null || name == null) {
      return null;
    }
    String kind = wanted.kind() == null && used != null ? used.kind() : wanted.kind();
    boolean clusterWide = kind == null || kind.toLowerCase(Locale.ROOT).contains("cluster");
    return new SizeName(shared.of(name), clusterWide, revision(wanted, used));
  }

  /** The copy in the status is the one in use; older releases named it in the specification. */
  private static @Nullable String revision(Matcher wanted, @Nullable Matcher used) {
    RevisionRef pinned = used == null ? null : used.controllerRevisionRef();
    String name = pinned == null ? null : Wording.text(pinned.name());
    return name == null ? Wording.text(wanted.revisionName()) : name;
  }

  /** A matcher without a name infers it from a volume, and the status tells the result. */
  private static @Nullable String name(@Nullable Matcher wanted, @Nullable Matcher used) {
    if (wanted == null) {
      return null;
    }
    String name = Wording.text(wanted.name());
    return name == null && used != null ? Wording.text(used.name()) : name;
  }

  private static @Nullable Integer spicePort(Metadata metadata) {
    String given = metadata.annotations() == null ? null : metadata.annotations().spicePort();
    if (given == null) {
      return null;
    }
    try {
      int port = Integer.parseInt(given.strip());
      return port >= 1 && port <= MOST_PORT ? port : null;
    } catch (NumberFormatException notAPort) {
      return null;
    }
  }
}
