package io.vmgate.kubevirt.vm.digest;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.vm.model.PersistentVolumeClaim;
import io.vmgate.kubevirt.vm.model.PersistentVolumeClaim.ClaimSpec;
import io.vmgate.kubevirt.vm.model.PersistentVolumeClaim.Source;
import org.jspecify.annotations.Nullable;

/** Reads PersistentVolumeClaims. */
public final class ClaimReader {
  private final SharedValues shared;

  /** Share what recurs. */
  public ClaimReader(SharedValues shared) {
    this.shared = shared;
  }

  /** Reduce a claim. */
  public ClaimDigest read(PersistentVolumeClaim claim) {
    ClaimSpec spec = claim.spec();
    return shared.of(
        new ClaimDigest(
            shared.ofQuantity(claim.status().capacity().get("storage")),
            spec == null || spec.resources() == null
                ? null
                : shared.ofQuantity(spec.resources().requests().get("storage")),
            spec == null ? null : shared.ofText(spec.storageClassName()),
            shared.ofText(image(claim.metadata(), spec)),
            "Bound".equals(claim.status().phase())));
  }

  private static @Nullable String image(Metadata metadata, @Nullable ClaimSpec spec) {
    String imported =
        metadata.annotations() == null
            ? null
            : Wording.imageAddress(metadata.annotations().importEndpoint());
    if (imported != null || spec == null) {
      return imported;
    }
    Source source = spec.dataSourceRef() == null ? spec.dataSource() : spec.dataSourceRef();
    return source == null ? null : copied(metadata.namespace(), source);
  }

  /** Only another claim or a snapshot names content; importers' own objects name a job. */
  private static @Nullable String copied(String namespace, Source source) {
    boolean isContent =
        "PersistentVolumeClaim".equals(source.kind()) || "VolumeSnapshot".equals(source.kind());
    String name = Wording.text(source.name());
    if (!isContent || name == null) {
      return null;
    }
    String own = Wording.text(source.namespace());
    return (own == null ? namespace : own) + "/" + name;
  }
}
