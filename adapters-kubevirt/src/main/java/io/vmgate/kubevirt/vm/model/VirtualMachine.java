package io.vmgate.kubevirt.vm.model;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.WireObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A machine as its owner wants it (kubevirt.io/v1, VirtualMachine). */
public record VirtualMachine(Metadata metadata, Spec spec, Status status) implements WireObject {
  public VirtualMachine {
    metadata = metadata == null ? Metadata.NONE : metadata;
    spec = spec == null ? new Spec(null, null, null, null, null, List.of()) : spec;
    status = status == null ? new Status(null, List.of(), null, null, null) : status;
  }

  /**
   * What is wanted.
   *
   * @param running the old form of runStrategy: Always or Halted
   */
  public record Spec(
      @Nullable String runStrategy,
      @Nullable Boolean running,
      @Nullable Template template,
      @Nullable Matcher instancetype,
      @Nullable Matcher preference,
      List<DataVolume> dataVolumeTemplates) {
    public Spec {
      dataVolumeTemplates = Wire.list(dataVolumeTemplates);
    }
  }

  /** What its instances are made from. */
  public record Template(Metadata metadata, InstanceSpec spec) {
    public Template {
      metadata = metadata == null ? Metadata.NONE : metadata;
      spec = spec == null ? InstanceSpec.NONE : spec;
    }
  }

  /**
   * Name an instancetype or a preference.
   *
   * @param kind in any case and with or without plural; the cluster-wide kind when missing
   * @param revisionName the pinned copy, in KubeVirt before 1.6
   * @param controllerRevisionRef the pinned copy, in a status
   */
  public record Matcher(
      @Nullable String name,
      @Nullable String kind,
      @Nullable String revisionName,
      @Nullable RevisionRef controllerRevisionRef) {}

  /** Name a pinned copy. */
  public record RevisionRef(@Nullable String name) {}

  /** How it stands. */
  public record Status(
      @Nullable String printableStatus,
      List<Condition> conditions,
      @Nullable StartFailure startFailure,
      @Nullable Matcher instancetypeRef,
      @Nullable Matcher preferenceRef) {
    public Status {
      conditions = Wire.list(conditions);
    }
  }

  /** How often it failed to start in a row. */
  public record StartFailure(
      @Nullable Integer consecutiveFailCount, @Nullable String retryAfterTimestamp) {}
}
