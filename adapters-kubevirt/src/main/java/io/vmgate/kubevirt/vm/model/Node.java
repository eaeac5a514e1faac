package io.vmgate.kubevirt.vm.model;

import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.WireObject;
import java.util.List;

/** A machine of the cluster itself (v1, Node). */
public record Node(Metadata metadata, Status status) implements WireObject {
  public Node {
    metadata = metadata == null ? Metadata.NONE : metadata;
    status = status == null ? new Status(List.of(), List.of()) : status;
  }

  /** How it stands. */
  public record Status(List<Condition> conditions, List<Address> addresses) {
    public Status {
      conditions = Wire.list(conditions);
      addresses = Wire.list(addresses);
    }
  }

  /** A way to reach it: ExternalIP, InternalIP, Hostname … */
  public record Address(String type, String address) {
    public Address {
      type = Wire.text(type);
      address = Wire.text(address);
    }
  }
}
