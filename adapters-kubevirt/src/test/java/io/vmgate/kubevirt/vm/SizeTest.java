package io.vmgate.kubevirt.vm;

import static io.vmgate.kubevirt.vm.JoinTest.machine;
import static io.vmgate.kubevirt.vm.JoinTest.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.vm.Disk;
import io.vmgate.domain.vm.Vm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How large a machine and its disks are, and what they were made from. */
class SizeTest {
  private static final long GIB = 1L << 30;

  @ParameterizedTest
  @CsvSource(
      value = {
        "{\"cpu\":{\"sockets\":2,\"cores\":4,\"threads\":2}}; 16",
        "{\"cpu\":{\"cores\":3}}; 3",
        "{\"cpu\":{\"cores\":0,\"sockets\":2}}; 2",
        "{\"cpu\":{\"model\":\"host-model\"},\"resources\":{\"limits\":{\"cpu\":\"2500m\"}}}; 3",
        "{\"resources\":{\"requests\":{\"cpu\":\"4\"}}}; 4",
        "{\"resources\":{\"limits\":{\"cpu\":2},\"requests\":{\"cpu\":\"1\"}}}; 2",
        "{\"cpu\":{\"cores\":2},\"resources\":{\"limits\":{\"cpu\":\"8\"}}}; 2",
        "{}; 1",
      },
      delimiter = ';')
  void countsProcessorsAsKubeVirtWould(String domain, int expected) {
    assertThat(withDomain(domain).vCpus()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "{\"memory\":{\"guest\":\"4Gi\"},\"resources\":{\"requests\":{\"memory\":\"1Gi\"}}}; 4",
        "{\"resources\":{\"requests\":{\"memory\":\"2Gi\"},\"limits\":{\"memory\":\"3Gi\"}}}; 2",
        "{\"resources\":{\"limits\":{\"memory\":\"3Gi\"}}}; 3",
        "{\"memory\":{\"hugepages\":{\"pageSize\":\"1Gi\"}}}; 1",
      },
      delimiter = ';')
  void findsTheGuestsMemory(String domain, long gibibytes) {
    assertThat(withDomain(domain).memoryBytes()).isEqualTo(gibibytes * GIB);
  }

  @Test
  void inventsNoMemory() {
    assertThat(withDomain("{}").memoryBytes()).isNull();
  }

  @Test
  void takesTheSizeOfAStoppedMachineFromItsPinnedCopy() {
    Vm vm =
        new Samples()
            .put(machine("04-instancetype"))
            .put(revision(3, "6Gi"))
            .put(object("04-instancetype", "VirtualMachineClusterInstancetype"))
            .vm();

    assertThat(vm.vCpus()).isEqualTo(3);
    assertThat(vm.memoryBytes()).isEqualTo(6 * GIB);
  }

  @Test
  void takesTheSizeOfTheInstancetypeWhereNoCopyIsKnown() {
    Vm vm =
        new Samples()
            .put(machine("04-instancetype"))
            .put(object("04-instancetype", "VirtualMachineClusterInstancetype"))
            .vm();

    assertThat(vm.vCpus()).isEqualTo(1);
    assertThat(vm.memoryBytes()).isEqualTo(4 * GIB);
  }

  @Test
  void takesANamespacesOwnInstancetypeWhenThatKindIsNamed() {
    ObjectNode machine = machine("04-instancetype");
    ((ObjectNode) machine.at("/spec/instancetype")).put("kind", "VirtualMachineInstancetype");
    ((ObjectNode) machine.get("status")).remove("instancetypeRef");
    ObjectNode own = object("04-instancetype", "VirtualMachineClusterInstancetype");
    own.put("kind", "VirtualMachineInstancetype");
    ((ObjectNode) own.get("metadata")).put("namespace", "shop");
    ((ObjectNode) own.at("/spec/cpu")).put("guest", 8);

    assertThat(new Samples().put(machine).put(own).vm().vCpus()).isEqualTo(8);
  }

  @Test
  void knowsNoSizeWhenNobodyTellsTheInstancetypes() {
    Vm vm = new Samples().put(machine("04-instancetype")).vm();

    assertThat(vm.instancetype()).isEqualTo("u1.medium");
    assertThat(vm.vCpus()).isNull();
    assertThat(vm.memoryBytes()).isNull();
  }

  @Test
  void changesWithTheInstancetypeItUses() {
    Samples samples =
        new Samples()
            .put(machine("04-instancetype"))
            .put(object("04-instancetype", "VirtualMachineClusterInstancetype"));
    samples.ledger().takeBatch();

    assertThat(samples.put(revision(2, "8Gi")).ledger().takeBatch().changed())
        .extracting(Vm::vCpus)
        .containsExactly(2);
  }

  @Test
  void namesWhatAClaimWasCopiedFrom() {
    ObjectNode claim = object("02-stopped", "PersistentVolumeClaim");
    ((ObjectNode) claim.get("spec"))
        .putObject("dataSourceRef")
        .put("kind", "VolumeSnapshot")
        .put("name", "golden-7");
    assertThat(new Samples().put(machine("02-stopped")).put(claim).vm().image())
        .isEqualTo("shop/golden-7");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "{\"registry\":{\"url\":\"docker://quay.io/x/y:1\"}}; quay.io/x/y:1",
        "{\"registry\":{\"imageStream\":\"fedora\"}}; fedora",
        "{\"http\":{\"url\":\"https://me:secret@images.example.net/a.qcow2?sig=secret\"}};"
            + " https://images.example.net/a.qcow2",
        "{\"s3\":{\"url\":\"https://s3.example.net/b/a.img\"}}; https://s3.example.net/b/a.img",
        "{\"pvc\":{\"namespace\":\"golden\",\"name\":\"u24\"}}; golden/u24",
        "{\"snapshot\":{\"name\":\"s1\"}}; shop/s1",
        "{\"blank\":{}}; ",
        "{\"upload\":{}}; ",
      },
      delimiter = ';')
  void namesTheImageOfADataVolumeWithoutCredentials(String source, String expected) {
    ObjectNode machine = machine("06-datavolume-error");
    ((ObjectNode) machine.at("/spec/dataVolumeTemplates/0/spec"))
        .set("source", Samples.JSON.readTree(source));

    assertThat(new Samples().put(machine).vm().image()).isEqualTo(expected);
  }

  @Test
  void takesTheImageOfTheDiskThatBootsFirst() {
    ObjectNode machine = machine("09-windows-tpm");
    ((ObjectNode) machine.at("/spec/template/spec/domain/devices/disks/0")).put("bootOrder", 2);
    ((ObjectNode) machine.at("/spec/template/spec/domain/devices/disks/1")).put("bootOrder", 1);

    assertThat(new Samples().put(machine).vm().image())
        .isEqualTo("quay.io/kubevirt/virtio-container-disk:v1.9.0");
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "{\"cloudInitConfigDrive\":{\"userData\":\"x\"}}; cloudInitConfigDrive; iso; ",
        "{\"sysprep\":{\"secret\":{\"name\":\"x\"}}}; sysprep; iso; ",
        "{\"configMap\":{\"name\":\"x\"}}; configMap; iso; ",
        "{\"secret\":{\"secretName\":\"x\"}}; secret; iso; ",
        "{\"downwardAPI\":{\"fields\":[]}}; downwardAPI; iso; ",
        "{\"serviceAccount\":{\"serviceAccountName\":\"x\"}}; serviceAccount; iso; ",
        "{\"emptyDisk\":{\"capacity\":\"1Gi\"}}; emptyDisk; qcow2; 1073741824",
        "{\"hostDisk\":{\"path\":\"/x\",\"type\":\"Disk\",\"capacity\":\"1G\"}}; hostDisk; raw;"
            + " 1000000000",
        "{\"containerDisk\":{\"image\":\"x\"}}; containerDisk; qcow2; ",
        "{\"ephemeral\":{\"persistentVolumeClaim\":{\"claimName\":\"batch-2-root\"}}}; ephemeral;"
            + " qcow2; 53687091200",
        "{\"somethingNew\":{}}; unknown; ; ",
      },
      delimiter = ';')
  void describesADiskOfEveryKindOfVolume(String volume, String source, String format, Long size) {
    ObjectNode machine = machine("02-stopped");
    ObjectNode named = (ObjectNode) Samples.JSON.readTree(volume);
    named.put("name", "root");
    ((ArrayNode) machine.at("/spec/template/spec/volumes")).removeAll().add(named);

    Disk disk =
        new Samples()
            .put(machine)
            .put(object("02-stopped", "PersistentVolumeClaim"))
            .vm()
            .disks()
            .getFirst();

    assertThat(disk.source()).isEqualTo(source);
    assertThat(disk.format()).isEqualTo(format);
    assertThat(disk.sizeBytes()).isEqualTo(size);
  }

  @Test
  void givesAVolumeWithoutDeviceADiskUnlessItBecomesNone() {
    ObjectNode machine = machine("02-stopped");
    ArrayNode volumes = (ArrayNode) machine.at("/spec/template/spec/volumes");
    volumes.addObject().put("name", "seed").putObject("cloudInitNoCloud");
    volumes.addObject().put("name", "metrics").putObject("downwardMetrics");
    volumes.addObject().put("name", "shared").putObject("configMap");
    ((ObjectNode) machine.at("/spec/template/spec/domain/devices"))
        .putArray("filesystems")
        .addObject()
        .put("name", "shared");

    assertThat(new Samples().put(machine).vm().disks())
        .extracting(Disk::name)
        .containsExactly("root", "seed");
  }

  @Test
  void showsAnEmptyDrive() {
    ObjectNode machine = machine("02-stopped");
    ((ArrayNode) machine.at("/spec/template/spec/domain/devices/disks"))
        .addObject()
        .put("name", "cd")
        .putObject("cdrom")
        .put("bus", "sata");

    Disk drive = new Samples().put(machine).vm().disks().getLast();

    assertThat(drive.source()).isEqualTo("empty");
    assertThat(drive.device()).isEqualTo("cdrom");
    assertThat(drive.readOnly()).isTrue();
    assertThat(drive.sizeBytes()).isNull();
  }

  @Test
  void touchesTheMachinesThatUseAClaimAndNoOthers() {
    Samples samples = new Samples().put(machine("02-stopped")).put(machine("03-paused"));
    samples.ledger().takeBatch();

    samples.put(object("02-stopped", "PersistentVolumeClaim"));

    assertThat(samples.ledger().takeBatch().changed())
        .extracting(vm -> vm.name().name())
        .containsExactly("batch-2");
  }

  private static Vm withDomain(String domain) {
    ObjectNode machine = machine("02-stopped");
    ((ObjectNode) machine.at("/spec/template/spec")).set("domain", Samples.JSON.readTree(domain));
    return new Samples().put(machine).vm();
  }

  private static ObjectNode revision(int vCpus, String memory) {
    ObjectNode revision = object("04-instancetype", "ControllerRevision");
    JsonNode spec = revision.at("/data/spec");
    ((ObjectNode) spec.get("cpu")).put("guest", vCpus);
    ((ObjectNode) spec.get("memory")).put("guest", memory);
    return revision;
  }
}
