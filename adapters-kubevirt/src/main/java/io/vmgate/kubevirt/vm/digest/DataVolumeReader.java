package io.vmgate.kubevirt.vm.digest;

import io.vmgate.kubevirt.vm.model.Condition;
import io.vmgate.kubevirt.vm.model.DataVolume;
import io.vmgate.kubevirt.vm.model.DataVolume.Location;
import io.vmgate.kubevirt.vm.model.DataVolume.Ref;
import io.vmgate.kubevirt.vm.model.DataVolume.Source;
import io.vmgate.kubevirt.vm.model.PersistentVolumeClaim.ClaimSpec;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads DataVolumes, those of a machine's own templates too. */
public final class DataVolumeReader {
  private static final String UNKNOWN_PROGRESS = "N/A";

  private final SharedValues shared;

  /** Share what recurs. */
  public DataVolumeReader(SharedValues shared) {
    this.shared = shared;
  }

  /** Reduce a DataVolume. */
  public DataVolumeDigest read(DataVolume volume) {
    return read(volume.metadata().namespace(), volume);
  }

  /** Reduce a DataVolume that may not say its namespace. */
  DataVolumeDigest read(String namespace, DataVolume volume) {
    ClaimSpec claim =
        volume.spec().storage() == null ? volume.spec().pvc() : volume.spec().storage();
    String phase = Wording.text(volume.status().phase());
    DataVolumeDigest digest =
        new DataVolumeDigest(
            claim == null || claim.resources() == null
                ? null
                : shared.ofQuantity(claim.resources().requests().get("storage")),
            claim == null ? null : shared.ofText(claim.storageClassName()),
            shared.ofText(image(namespace, volume.spec())),
            phase == null ? "Unknown" : shared.of(phase),
            null,
            trouble(volume));
    // What is filled looks like many another; what is being filled is like no other, for a while.
    return digest.isReady() ? shared.of(digest) : withProgress(digest, volume.status().progress());
  }

  private static DataVolumeDigest withProgress(DataVolumeDigest digest, @Nullable String progress) {
    String known = UNKNOWN_PROGRESS.equals(progress) ? null : Wording.text(progress);
    return new DataVolumeDigest(
        digest.requestBytes(),
        digest.storageClass(),
        digest.image(),
        digest.phase(),
        known,
        digest.trouble());
  }

  /** KubeVirt calls a DataVolume failed when its phase says so, or its worker ended in error. */
  private static @Nullable String trouble(DataVolume volume) {
    Condition running = Condition.find(volume.status().conditions(), "Running");
    boolean workerFailed =
        running != null
            && running.isFalse()
            && ("Error".equals(running.reason()) || "ImagePullFailed".equals(running.reason()));
    if (!workerFailed && !"Failed".equals(volume.status().phase())) {
      return null;
    }
    String said = running == null ? null : running.text();
    return said == null ? "DataVolume " + volume.metadata().name() + " failed" : said;
  }

  private static @Nullable String image(String namespace, DataVolume.Spec spec) {
    String source = spec.source() == null ? null : image(namespace, spec.source());
    return source == null ? reference(namespace, spec.sourceRef()) : source;
  }

  private static @Nullable String image(String namespace, Source source) {
    Location registry = source.registry();
    if (registry != null && registry.url() == null) {
      return Wording.text(registry.imageStream());
    }
    String address =
        Stream.of(
                registry, source.http(), source.s3(), source.gcs(), source.imageio(), source.vddk())
            .mapMulti(
                (@Nullable Location location, java.util.function.Consumer<String> found) -> {
                  if (location != null && location.url() != null) {
                    found.accept(location.url());
                  }
                })
            .findFirst()
            .orElse(null);
    if (address != null) {
      return Wording.imageAddress(address);
    }
    String claim = reference(namespace, source.pvc());
    return claim == null ? reference(namespace, source.snapshot()) : claim;
  }

  private static @Nullable String reference(String namespace, @Nullable Ref ref) {
    if (ref == null || Wording.text(ref.name()) == null) {
      return null;
    }
    String own = Wording.text(ref.namespace());
    return (own == null ? namespace : own) + "/" + ref.name();
  }
}
