package io.vmgate.kubevirt.vm;

/** Names the kinds of object that machines are joined from, as the cluster's paths spell them. */
final class Kinds {
  static final String MACHINES = "virtualmachines";
  static final String RUNS = "virtualmachineinstances";
  static final String PODS = "pods";
  static final String CLAIMS = "persistentvolumeclaims";
  static final String DATA_VOLUMES = "datavolumes";
  static final String SERVICES = "services";
  static final String SLICES = "endpointslices";
  static final String NODES = "nodes";
  static final String INSTANCETYPES = "virtualmachineinstancetypes";
  static final String CLUSTER_INSTANCETYPES = "virtualmachineclusterinstancetypes";
  static final String REVISIONS = "controllerrevisions";

  private Kinds() {}
}
