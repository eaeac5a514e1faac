package io.vmgate.kubevirt.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Say who an object is (Kubernetes API: ObjectMeta).
 *
 * @param namespace empty for objects of the whole cluster
 * @param creationTimestamp RFC 3339
 */
public record Metadata(
    String name,
    String namespace,
    String uid,
    String resourceVersion,
    @Nullable String creationTimestamp,
    @Nullable String deletionTimestamp,
    Map<String, String> labels,
    @Nullable Annotations annotations,
    List<OwnerReference> ownerReferences) {
  /** Stands in for the metadata of an object that came without. */
  public static final Metadata NONE =
      new Metadata("", "", "", "", null, null, Map.of(), null, List.of());

  public Metadata {
    // JSON leaves a hole in null checks: what is missing arrives as null.
    name = text(name);
    namespace = text(namespace);
    uid = text(uid);
    resourceVersion = text(resourceVersion);
    labels = labels == null ? Map.of() : labels;
    ownerReferences = ownerReferences == null ? List.of() : ownerReferences;
  }

  /** Find the owner of this kind. */
  public @Nullable OwnerReference owner(String kind) {
    for (OwnerReference owner : ownerReferences) {
      if (kind.equals(owner.kind())) {
        return owner;
      }
    }
    return null;
  }

  private static String text(@Nullable String given) {
    return given == null ? "" : given;
  }

  /** Point to an object that this one belongs to. */
  public record OwnerReference(String kind, String name, String uid) {
    public OwnerReference {
      kind = text(kind);
      name = text(name);
      uid = text(uid);
    }
  }

  /**
   * The annotations that are read, of whichever kind of object.
   *
   * @param spicePort our own: where a SPICE server in the guest listens
   * @param networkStatus what Multus attached to a pod: a JSON list
   * @param oldNetworkStatus the same under the name it had before
   * @param domain the machine a launcher pod was made for
   * @param importEndpoint what a claim was filled from
   * @param request our own, on Services: see {@link Marks}
   */
  public record Annotations(
      @JsonProperty("vmgate.io/spice-port") @Nullable String spicePort,
      @JsonProperty("k8s.v1.cni.cncf.io/network-status") @Nullable String networkStatus,
      @JsonProperty("k8s.v1.cni.cncf.io/networks-status") @Nullable String oldNetworkStatus,
      @JsonProperty("kubevirt.io/domain") @Nullable String domain,
      @JsonProperty("cdi.kubevirt.io/storage.import.endpoint") @Nullable String importEndpoint,
      @JsonProperty(Marks.REQUEST) @Nullable String request,
      @JsonProperty(Marks.MADE_BY) @Nullable String madeBy,
      @JsonProperty(Marks.EXPIRES_AT) @Nullable String expiresAt,
      @JsonProperty(Marks.ALLOW_FROM) @Nullable String allowFrom,
      @JsonProperty(Marks.EXTRA) @Nullable String extra) {}
}
