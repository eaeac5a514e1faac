package io.vmgate.kubevirt.cluster;

import java.util.Map;

/** Names the labels and annotations by which the platform knows its own objects again. */
public final class Marks {
  /** Label: who made it. Kubernetes' well-known one says the same to people. */
  public static final String MANAGED_BY = "vmgate.io/managed-by";

  /** Kubernetes, "Recommended Labels". */
  public static final String WELL_KNOWN_MANAGED_BY = "app.kubernetes.io/managed-by";

  /** What both of these labels say of ours. */
  public static final String US = "vmgate";

  /** Label: uid of the machine it was made for. */
  public static final String VM = "vmgate.io/vm";

  /** Annotation: the request it was made for, a UUID. */
  public static final String REQUEST = "vmgate.io/request";

  /** Annotation: name of the user who asked for it. */
  public static final String MADE_BY = "vmgate.io/made-by";

  /** Annotation: when it is to be removed, ISO 8601. */
  public static final String EXPIRES_AT = "vmgate.io/expires-at";

  /** Annotation: who may reach it, blocks of addresses with commas between. */
  public static final String ALLOW_FROM = "vmgate.io/allow-from";

  /** Annotation: a JSON object of the caller's. */
  public static final String EXTRA = "vmgate.io/extra";

  /** Annotation of a NetworkPolicy: what it was made from, JSON. */
  public static final String RESTRICTIONS = "vmgate.io/restrictions";

  private Marks() {}

  /** Whether these labels say that the platform made the object. */
  public static boolean areOn(Map<String, String> labels) {
    return US.equals(labels.get(MANAGED_BY));
  }
}
