package io.vmgate.kubevirt.vm.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One network of a pod, as Multus notes it in an annotation (Network Plumbing Working Group,
 * "Network Status").
 *
 * @param name of the attachment
 * @param podInterface what the pod calls it
 * @param isDefault whether this is the pod's own network
 * @param gateway empty unless the network plugin tells
 */
public record NetworkStatus(
    @Nullable String name,
    @JsonProperty("interface") @Nullable String podInterface,
    @Nullable String mac,
    @JsonProperty("default") @Nullable Boolean isDefault,
    List<String> gateway) {
  public NetworkStatus {
    gateway = Wire.list(gateway);
  }
}
