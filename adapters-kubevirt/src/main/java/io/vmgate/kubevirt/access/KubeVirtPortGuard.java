package io.vmgate.kubevirt.access;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.application.access.PortGuard;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.access.ObjectLine.Reply;
import io.vmgate.kubevirt.cluster.Marks;
import io.vmgate.kubevirt.vm.digest.MachineLabel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Guards ports by one NetworkPolicy a machine.
 *
 * <p>One, and not one a service: a policy that selects a pod closes every port that no policy
 * opens, and what one opens no other can close. Two policies, each with its own port and everything
 * else open, would open each other's. So that one policy holds what all services say, and opens the
 * rest.
 *
 * <p>Policies speak of TCP, UDP and SCTP only; whether an isolated pod still answers ICMP is left
 * to the network plugin (Kubernetes, "Network Policies"), and whether a policy has any effect too.
 *
 * <p>What the policy was made from stands in an annotation of it, so that replicas share one state
 * and the cluster's resourceVersion keeps simultaneous changes apart.
 */
public final class KubeVirtPortGuard implements PortGuard {
  private static final String GROUP = "/apis/networking.k8s.io/v1/namespaces/";
  private static final String ALL =
      "/apis/networking.k8s.io/v1/networkpolicies?labelSelector="
          + Marks.MANAGED_BY.replace("/", "%2F")
          + "%3D"
          + Marks.US;

  /** Of several writers one wins each time, so that as many tries as writers are enough. */
  private static final int MOST_TRIES = 40;

  private final ObjectLine line;
  private final KubeVirtRelease release;

  /**
   * Use a line to the cluster.
   *
   * @param client stays the caller's
   * @param patience the most that one call takes; a change takes a few
   */
  public KubeVirtPortGuard(KubernetesClient client, Duration patience, InstantSource clock) {
    this.line = new ObjectLine(client, patience);
    this.release = new KubeVirtRelease(line, clock);
  }

  @Override
  public void restrict(
      VmId vm, VmName vmName, String key, List<PortMapping> ports, List<AddressBlock> allowFrom) {
    TargetMachine machine = TargetMachine.read(line, vm, vmName);
    ObjectNode selector = ObjectLine.JSON.createObjectNode();
    machine.selector(release.marksPods()).forEach(selector::put);
    untilDone(
        vmName,
        () -> {
          Reply found = line.get(path(vmName));
          if (!found.isGood() && !found.isMissing()) {
            throw found.failure();
          }
          JsonNode present = found.json();
          if (found.isGood() && !TargetMachine.isOurs(present)) {
            throw notOurs(vmName);
          }
          // One that was made for a former machine of this name says nothing of this one.
          Restrictions restrictions =
              found.isGood() && machine.owns(present) ? read(present, vmName) : new Restrictions();
          restrictions.put(key, ports, allowFrom);
          ObjectNode policy = policy(machine, selector);
          write(restrictions, policy);
          return found.isMissing()
              ? isDone(line.create(path(vmName.namespace()), policy))
              : replace(vmName, policy, present);
        });
  }

  @Override
  public Set<Restricted> restricted() {
    Reply reply = line.get(ALL);
    if (!reply.isGood()) {
      throw reply.failure();
    }
    Set<Restricted> restricted = new HashSet<>();
    for (JsonNode policy : reply.json().path("items")) {
      String namespace = policy.at("/metadata/namespace").asString("");
      for (JsonNode owner : policy.at("/metadata/ownerReferences")) {
        VmName vm = new VmName(namespace, owner.path("name").asString(""));
        String text =
            policy.path("metadata").path("annotations").path(Marks.RESTRICTIONS).asString("");
        // One that somebody changed is for that somebody to mend.
        Restrictions.read(text)
            .ifPresent(
                said ->
                    said.keys().forEach(service -> restricted.add(new Restricted(vm, service))));
      }
    }
    return restricted;
  }

  @Override
  public void lift(VmName vmName, String key) {
    untilDone(
        vmName,
        () -> {
          Reply found = line.get(path(vmName));
          if (found.isMissing()) {
            return true;
          }
          if (!found.isGood()) {
            throw found.failure();
          }
          ObjectNode policy = (ObjectNode) found.json();
          if (!TargetMachine.isOurs(policy)) {
            return true;
          }
          Restrictions restrictions = read(policy, vmName);
          if (!restrictions.remove(key)) {
            return true;
          }
          if (restrictions.isEmpty()) {
            return delete(vmName, policy);
          }
          write(restrictions, policy);
          return replace(vmName, policy, policy);
        });
  }

  /** Repeat until nobody else was quicker. */
  private static void untilDone(VmName vm, BooleanSupplier attempt) {
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      if (attempt.getAsBoolean()) {
        return;
      }
    }
    throw new PlatformFailure.ClusterRefused(
            "others change the NetworkPolicy " + name(vm) + " all the time")
        .toException();
  }

  private boolean replace(VmName vm, ObjectNode policy, JsonNode present) {
    policy
        .withObject("/metadata")
        .put("resourceVersion", present.at("/metadata/resourceVersion").asString(""));
    Reply reply = line.replace(path(vm), policy);
    return !reply.isMissing() && isDone(reply);
  }

  private boolean delete(VmName vm, JsonNode present) {
    ObjectNode options = ObjectLine.JSON.createObjectNode();
    options.put("apiVersion", "v1").put("kind", "DeleteOptions");
    options
        .putObject("preconditions")
        .put("uid", present.at("/metadata/uid").asString(""))
        .put("resourceVersion", present.at("/metadata/resourceVersion").asString(""));
    Reply reply = line.delete(path(vm), options);
    return reply.isMissing() || isDone(reply);
  }

  private static boolean isDone(Reply reply) {
    if (reply.isGood()) {
      return true;
    }
    if (reply.isConflict()) {
      return false;
    }
    throw reply.failure();
  }

  private static ObjectNode policy(TargetMachine machine, ObjectNode selector) {
    ObjectNode policy = ObjectLine.JSON.createObjectNode();
    policy.put("apiVersion", "networking.k8s.io/v1").put("kind", "NetworkPolicy");
    policy.set("metadata", machine.metadata(name(machine.name())));
    ObjectNode spec = policy.putObject("spec");
    spec.putObject("podSelector").set("matchLabels", selector);
    spec.putArray("policyTypes").add("Ingress");
    return policy;
  }

  private static void write(Restrictions restrictions, ObjectNode policy) {
    policy
        .withObject("/metadata")
        .withObject("/annotations")
        .put(Marks.RESTRICTIONS, restrictions.text());
    policy.withObject("/spec").set("ingress", restrictions.rules());
  }

  /** To go on without what cannot be read would open ports that somebody closed. */
  private static Restrictions read(JsonNode policy, VmName vm) {
    String text = policy.path("metadata").path("annotations").path(Marks.RESTRICTIONS).asString("");
    return Restrictions.read(text)
        .orElseThrow(
            () ->
                new PlatformFailure.ClusterRefused(
                        "somebody changed the annotation "
                            + Marks.RESTRICTIONS
                            + " of the NetworkPolicy "
                            + name(vm))
                    .toException());
  }

  private static RuntimeException notOurs(VmName vm) {
    return new PlatformFailure.ClusterRefused(
            "somebody else made the NetworkPolicy " + name(vm) + " of " + vm.namespace())
        .toException();
  }

  private static String name(VmName vm) {
    return "vmgate-" + MachineLabel.of(vm.name());
  }

  private static String path(VmName vm) {
    return path(vm.namespace()) + "/" + name(vm);
  }

  private static String path(String namespace) {
    return GROUP + namespace + "/networkpolicies";
  }
}
