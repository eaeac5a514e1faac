package io.vmgate.kubevirt.cluster;

/** Any object of the cluster: they all carry the same metadata. */
public interface WireObject {
  /** Who this is. */
  Metadata metadata();
}
