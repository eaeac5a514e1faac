package io.vmgate.simulator.seed;

import java.util.Map;

/**
 * What a planted machine is like.
 *
 * @param image where its boot disk comes from: {@code containerdisk:IMAGE}, {@code registry:URL},
 *     {@code http:URL}, {@code source:NAME} (a DataSource) or {@code claim:CLASS} (a claim of its
 *     own)
 * @param diskGib size of the boot disk, where it has one
 * @param lan name of a second network; empty for none
 * @param instancetype name of a cluster instancetype; empty to use cores and memory
 */
record MachinePlan(
    String namespace,
    String name,
    Situation situation,
    String strategy,
    int cores,
    String memory,
    String image,
    int diskGib,
    String lan,
    String instancetype,
    Map<String, String> labels,
    Map<String, String> annotations,
    String created) {

  MachinePlan {
    labels = Map.copyOf(labels);
    annotations = Map.copyOf(annotations);
  }

  MachinePlan size(int newCores, String newMemory) {
    return new MachinePlan(
        namespace,
        name,
        situation,
        strategy,
        newCores,
        newMemory,
        image,
        diskGib,
        lan,
        instancetype,
        labels,
        annotations,
        created);
  }

  MachinePlan disk(String newImage, int newDiskGib) {
    return new MachinePlan(
        namespace,
        name,
        situation,
        strategy,
        cores,
        memory,
        newImage,
        newDiskGib,
        lan,
        instancetype,
        labels,
        annotations,
        created);
  }

  MachinePlan run(String newStrategy) {
    return new MachinePlan(
        namespace,
        name,
        situation,
        newStrategy,
        cores,
        memory,
        image,
        diskGib,
        lan,
        instancetype,
        labels,
        annotations,
        created);
  }

  MachinePlan on(String network) {
    return new MachinePlan(
        namespace,
        name,
        situation,
        strategy,
        cores,
        memory,
        image,
        diskGib,
        network,
        instancetype,
        labels,
        annotations,
        created);
  }

  MachinePlan type(String newInstancetype) {
    return new MachinePlan(
        namespace,
        name,
        situation,
        strategy,
        cores,
        memory,
        image,
        diskGib,
        lan,
        newInstancetype,
        labels,
        annotations,
        created);
  }

  MachinePlan labelled(Map<String, String> newLabels) {
    return new MachinePlan(
        namespace,
        name,
        situation,
        strategy,
        cores,
        memory,
        image,
        diskGib,
        lan,
        instancetype,
        newLabels,
        annotations,
        created);
  }

  MachinePlan annotated(Map<String, String> newAnnotations) {
    return new MachinePlan(
        namespace,
        name,
        situation,
        strategy,
        cores,
        memory,
        image,
        diskGib,
        lan,
        instancetype,
        labels,
        newAnnotations,
        created);
  }
}
