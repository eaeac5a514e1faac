package io.vmgate.kubevirt.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Disk;
import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmRun;
import io.vmgate.domain.vm.VmStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a machine shows, case by case (the whole of it is in the golden files). */
class JoinTest {
  private static final String STOPPED = "02-stopped";
  private static final String RUNNING = "01-running-masquerade-multus";

  @ParameterizedTest
  @CsvSource({
    "Stopped, STOPPED",
    "Provisioning, PENDING",
    "WaitingForVolumeBinding, PENDING",
    "WaitingForReceiver, PENDING",
    "Starting, STARTING",
    "Running, RUNNING",
    "Migrating, MIGRATING",
    "Paused, PAUSED",
    "Stopping, STOPPING",
    "Terminating, TERMINATING",
    "CrashLoopBackOff, ERROR",
    "ErrorUnschedulable, ERROR",
    "ErrImagePull, ERROR",
    "ImagePullBackOff, ERROR",
    "ErrorPvcNotFound, ERROR",
    "DataVolumeError, ERROR",
    "Unknown, UNKNOWN",
    "SomethingNew, UNKNOWN",
  })
  void translatesEveryPrintableStatus(String printable, VmStatus expected) {
    Vm vm = stopped(printable).vm();

    assertThat(vm.state().status()).isEqualTo(expected);
    assertThat(vm.state().printableStatus()).isEqualTo(printable);
  }

  @Test
  void tellsOfTheLatestRunAlsoWhenItIsOver() {
    ObjectNode run = object(RUNNING, "VirtualMachineInstance");
    ((ObjectNode) run.get("metadata")).put("deletionTimestamp", "2026-08-05T08:31:00Z");
    ((ObjectNode) run.get("status")).put("phase", "Failed");
    ObjectNode move = ((ObjectNode) run.get("status")).putObject("migrationState");
    move.put("migrationUid", "m-1").put("sourceNode", "node-a").put("targetNode", "node-b");
    move.put("startTimestamp", "2026-08-05T08:30:14Z").put("completed", true).put("failed", true);
    move.put("endTimestamp", "2026-08-05T08:30:40Z").put("failureReason", "target is down");

    Vm vm = new Samples().put(machine(RUNNING)).put(run).vm();

    assertThat(vm.nodeName()).isNull();
    assertThat(vm.latestRun())
        .isEqualTo(
            new VmRun(
                UUID.fromString(run.at("/metadata/uid").asString()),
                "Failed",
                true,
                new VmRun.Migration("m-1", "node-a", "node-b", true, true, "target is down")));
    assertThat(new Samples().put(machine(STOPPED)).vm().latestRun()).isNull();
  }

  @Test
  void isUnknownBeforeKubeVirtHasSaidAnything() {
    ObjectNode machine = machine(STOPPED);
    machine.remove("status");

    Vm vm = new Samples().put(machine).vm();

    assertThat(vm.state().printableStatus()).isEqualTo("Unknown");
    assertThat(vm.state().status()).isEqualTo(VmStatus.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({
    "ErrImagePull, Synchronized, False, ErrImagePull, failed to pull quay.io/x:1",
    "ImagePullBackOff, Synchronized, False, ImagePullBackOff, Back-off pulling image",
    "ErrorPvcNotFound, Synchronized, False, FailedPvcNotFound, PVC shop/x does not exist",
    "ErrorUnschedulable, PodScheduled, False, Unschedulable, 0/3 nodes are available",
    "Paused, Paused, True, PausedIOError, 'VMI was paused, low-level IO error detected'",
    "Stopped, Failure, True, FailedCreate, no memory requested",
    "Starting, Failure, True, FailedFindInstancetype, instancetype u9 not found",
  })
  void saysWhyInTheClustersOwnWords(
      String printable, String type, String status, String reason, String message) {
    ObjectNode machine = machine(STOPPED, printable);
    conditions(machine).addObject().put("type", type).put("status", status).put("reason", reason);
    ((ObjectNode) conditions(machine).get(conditions(machine).size() - 1)).put("message", message);

    assertThat(new Samples().put(machine).vm().state().message()).isEqualTo(message);
  }

  @Test
  void saysTheReasonWhereThereIsNoMessage() {
    ObjectNode machine = machine(STOPPED, "Paused");
    conditions(machine)
        .addObject()
        .put("type", "Paused")
        .put("status", "True")
        .put("reason", "PausedByUser");

    assertThat(new Samples().put(machine).vm().state().message()).isEqualTo("PausedByUser");
  }

  @Test
  void countsFailedStarts() {
    ObjectNode machine = machine(STOPPED, "CrashLoopBackOff");
    ((ObjectNode) machine.get("status"))
        .putObject("startFailure")
        .put("consecutiveFailCount", 3)
        .put("retryAfterTimestamp", "2026-08-05T08:30:00Z");

    assertThat(new Samples().put(machine).vm().state().message())
        .isEqualTo("failed to start 3 times in a row; next try at 2026-08-05T08:30:00Z");
  }

  @ParameterizedTest
  @CsvSource({"Stopped", "Running", "Stopping", "Unknown"})
  void believesNoConditionThatAFormerRunLeftBehind(String printable) {
    ObjectNode machine = machine(STOPPED, printable);
    conditions(machine)
        .addObject()
        .put("type", "PodScheduled")
        .put("status", "False")
        .put("message", "stale");
    conditions(machine)
        .addObject()
        .put("type", "Synchronized")
        .put("status", "False")
        .put("message", "stale");

    Vm vm = new Samples().put(machine).vm();

    assertThat(vm.state().message()).isNull();
    assertThat(vm.guest()).isNull();
  }

  @Test
  void showsHowFarAVolumeIsFilled() {
    ObjectNode volume = object("06-datavolume-error", "DataVolume");
    ((ObjectNode) volume.get("status")).put("progress", "45.30%").remove("conditions");
    Samples samples = new Samples().put(machine("06-datavolume-error", "Provisioning")).put(volume);

    assertThat(samples.vm().state().message())
        .isEqualTo("DataVolume import-6-root: ImportInProgress, 45.30%");
  }

  @Test
  void namesTheClaimThatNobodyGaveStorageTo() {
    ObjectNode claim = object("06-datavolume-error", "PersistentVolumeClaim");
    Samples samples =
        new Samples().put(machine("06-datavolume-error", "WaitingForVolumeBinding")).put(claim);

    assertThat(samples.vm().state().message())
        .isEqualTo("PersistentVolumeClaim import-6-root is not bound");
  }

  @Test
  void doesNotRunOnceItsRunHasEnded() {
    ObjectNode run = object(RUNNING, "VirtualMachineInstance");
    ((ObjectNode) run.get("status")).put("phase", "Succeeded");
    Vm vm = new Samples().put(machine(RUNNING, "Stopped")).put(run).vm();

    assertThat(vm.guest()).isNull();
    assertThat(vm.nodeName()).isNull();
    assertThat(vm.accessIp()).isNull();
    assertThat(vm.guestInterfaces()).isEmpty();
    assertThat(vm.disks()).extracting(Disk::target).containsOnlyNulls();
  }

  @Test
  void ignoresARunThatBelongsToAnEarlierMachineOfTheSameName() {
    ObjectNode run = object(RUNNING, "VirtualMachineInstance");
    ((ObjectNode) run.at("/metadata/ownerReferences/0")).put("uid", "some-other-machine");

    assertThat(new Samples().put(machine(RUNNING)).put(run).vm().guest()).isNull();
  }

  @Test
  void dropsTheOldMachineWhenANewOneTakesItsName() {
    Samples samples = new Samples().put(machine(STOPPED));
    PublishedMachines published = new PublishedMachines();
    published.apply(samples.ledger().takeBatch());
    ObjectNode renewed = machine(STOPPED);
    ((ObjectNode) renewed.get("metadata")).put("uid", "00000000-0000-4000-8000-000000000001");

    published.apply(samples.put(renewed).ledger().takeBatch());

    assertThat(published.all())
        .extracting(vm -> vm.id().toString())
        .containsExactly("00000000-0000-4000-8000-000000000001");
  }

  @Test
  void stopsRunningWhenTheRunIsGoneAndVanishesWithItsObject() {
    Samples samples = new Samples().put(Samples.objects(RUNNING));
    PublishedMachines published = new PublishedMachines();
    published.apply(samples.ledger().takeBatch());

    samples.remove(object(RUNNING, "VirtualMachineInstance")).remove(object(RUNNING, "Pod"));
    published.apply(samples.ledger().takeBatch());
    assertThat(published.all().getFirst().guest()).isNull();
    assertThat(published.all().getFirst().networkInterfaces().getFirst().gateway()).isNull();

    samples.remove(machine(RUNNING));
    published.apply(samples.ledger().takeBatch());
    assertThat(published.all()).isEmpty();
    assertThat(samples.ledger().sizes()).containsEntry(Kinds.PODS, 0).containsEntry(Kinds.RUNS, 0);
  }

  @Test
  void followsTheGuestToItsNewPodAfterAMigration() {
    Samples samples = new Samples().put(Samples.objects("07-migrating"));
    ObjectNode run = object("07-migrating", "VirtualMachineInstance");
    ((ObjectNode) run.get("status")).put("nodeName", "node-b");
    ObjectNode target = (ObjectNode) Samples.objects("07-migrating").get(3);
    ((ObjectNode) target.at("/metadata/annotations"))
        .put(
            "k8s.v1.cni.cncf.io/network-status",
            "[{\"name\":\"net\",\"default\":true,\"gateway\":[\"10.9.9.1\"]},"
                + "{\"name\":\"shop/vlan120\",\"interface\":\"pod094a367b026\","
                + "\"gateway\":[\"192.168.120.1\"]}]");

    Vm vm = samples.put(run).put(target).vm();

    assertThat(vm.nodeName()).isEqualTo("node-b");
    assertThat(vm.networkInterfaces())
        .extracting(card -> card.gateway())
        .containsExactly("10.9.9.1", "192.168.120.1");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        // the network's own name hashed, its mac, its attachment, none of them
        "pod094a367b026; ; other/net; 10.1.1.1",
        "; 02:4B:56:00:00:21; other/net; 10.1.1.1",
        "net1; ; shop/vlan120; 10.1.1.1",
        "net1; 02:00:00:00:00:99; other/net; ",
      },
      delimiter = ';')
  void findsASecondaryGatewayByInterfaceMacOrAttachment(
      String podInterface, String mac, String network, String expected) {
    ObjectNode entry = Samples.JSON.createObjectNode();
    entry.put("name", network).put("interface", podInterface).put("mac", mac);
    entry.putArray("gateway").add("10.1.1.1");
    ObjectNode pod = object(RUNNING, "Pod");
    ((ObjectNode) pod.at("/metadata/annotations"))
        .put("k8s.v1.cni.cncf.io/network-status", "[" + entry + "]");

    Vm vm =
        new Samples()
            .put(machine(RUNNING))
            .put(object(RUNNING, "VirtualMachineInstance"))
            .put(pod)
            .vm();

    assertThat(vm.networkInterfaces().getLast().gateway()).isEqualTo(expected);
    assertThat(vm.networkInterfaces().getFirst().gateway()).isNull();
  }

  @Test
  void hasNoGatewayWhenTheAnnotationIsNotReadable() {
    ObjectNode pod = object(RUNNING, "Pod");
    ((ObjectNode) pod.at("/metadata/annotations"))
        .put("k8s.v1.cni.cncf.io/network-status", "\"gateway\" of nonsense");

    Vm vm =
        new Samples()
            .put(machine(RUNNING))
            .put(object(RUNNING, "VirtualMachineInstance"))
            .put(pod)
            .vm();

    assertThat(vm.networkInterfaces()).extracting(card -> card.gateway()).containsOnlyNulls();
  }

  @Test
  void forwardsPortsWhereTheFirstCardHasAnAddress() {
    ObjectNode run = object(RUNNING, "VirtualMachineInstance");
    assertThat(new Samples().put(machine(RUNNING)).put(run).vm().forwardsPorts()).isTrue();
    ArrayNode cards = (ArrayNode) run.at("/status/interfaces");
    cards.insertObject(0).put("name", "lan").put("mac", "02:4b:56:00:00:21");

    Vm vm = new Samples().put(machine(RUNNING)).put(run).vm();

    assertThat(vm.accessIp()).isNotNull();
    assertThat(vm.forwardsPorts()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"pod": {}}                                             | true
          {"multus": {"networkName": "flat"}}                     | false
          {"multus": {"networkName": "flat", "default": false}}   | false
          {"multus": {"networkName": "flat", "default": true}}    | true
          {"resourceClaim": {}}                                   | false
          """)
  void knowsWhetherServicesReachACard(String network, boolean reach) {
    assertThat(withOneCard(machine(STOPPED), "/spec/template/spec", network)).isEqualTo(reach);
    assertThat(withOneCard(object(RUNNING, "VirtualMachineInstance"), "/spec", network))
        .isEqualTo(reach);
  }

  @ParameterizedTest
  @CsvSource({"false, false", "true, true", ", true"})
  void knowsThatKubeVirtAddsACardToAMachineWithout(@Nullable Boolean adds, boolean reach) {
    ObjectNode machine = machine(STOPPED);
    ObjectNode spec = (ObjectNode) machine.at("/spec/template/spec");
    spec.remove("networks");
    ObjectNode devices = (ObjectNode) spec.at("/domain/devices");
    devices.remove("interfaces");
    devices.put("autoattachPodInterface", adds);

    Vm vm = new Samples().put(machine).vm();

    assertThat(vm.networkInterfaces()).isEmpty();
    assertThat(vm.hasPodNetwork()).isEqualTo(reach);
  }

  private static boolean withOneCard(ObjectNode object, String path, String network) {
    ObjectNode spec = (ObjectNode) object.at(path);
    spec.putArray("networks").add(Samples.JSON.readTree(network));
    ((ObjectNode) spec.at("/networks/0")).put("name", "net");
    ((ObjectNode) spec.at("/domain/devices"))
        .putArray("interfaces")
        .addObject()
        .put("name", "net")
        .putObject("bridge");
    Samples samples = new Samples();
    if (path.equals("/spec")) {
      samples.put(machine(RUNNING));
    }
    return samples.put(object).vm().hasPodNetwork();
  }

  @ParameterizedTest
  @CsvSource({"5900, 5900", "' 1 ', 1", "65535, 65535", "0, ", "65536, ", "-1, ", "vnc, ", "'', "})
  void offersSpiceOnlyOnAPortThatExists(String annotation, Integer expected) {
    ObjectNode machine = machine(STOPPED);
    ((ObjectNode) machine.at("/metadata/annotations")).put("vmgate.io/spice-port", annotation);

    Vm vm = new Samples().put(machine).vm();

    assertThat(vm.spicePort()).isEqualTo(expected);
    assertThat(vm.consoleProtocols().contains(ConsoleProtocol.SPICE)).isEqualTo(expected != null);
  }

  @Test
  void offersNoConsoleWithoutItsDevice() {
    ObjectNode machine = machine(STOPPED);
    ((ObjectNode) machine.at("/spec/template/spec/domain/devices"))
        .put("autoattachGraphicsDevice", false)
        .put("autoattachSerialConsole", false);

    assertThat(new Samples().put(machine).vm().consoleProtocols()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"true, Always", "false, Halted"})
  void readsTheOldFormOfTheRunStrategy(boolean running, String expected) {
    ObjectNode machine = machine(STOPPED);
    ((ObjectNode) machine.get("spec")).put("running", running).remove("runStrategy");

    assertThat(new Samples().put(machine).vm().runStrategy()).isEqualTo(expected);
  }

  static ObjectNode machine(String sample) {
    return object(sample, "VirtualMachine");
  }

  static ObjectNode machine(String sample, String printable) {
    ObjectNode machine = machine(sample);
    ((ObjectNode) machine.get("status")).put("printableStatus", printable);
    return machine;
  }

  static ObjectNode object(String sample, String kind) {
    return Samples.objects(sample).stream()
        .filter(object -> object.get("kind").asString().equals(kind))
        .map(ObjectNode.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static Samples stopped(String printable) {
    return new Samples().put(machine(STOPPED, printable));
  }

  private static ArrayNode conditions(ObjectNode machine) {
    return (ArrayNode) machine.at("/status/conditions");
  }
}
