package io.vmgate.kubevirt.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vmgate.domain.Failure;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.domain.vm.VmName;
import io.vmgate.kubevirt.cluster.ClusterClients;
import io.vmgate.simulator.Simulator;
import io.vmgate.simulator.SimulatorOptions;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class KubeVirtScreenCameraTest {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void takesAPictureOrSaysWhyNot() throws Exception {
    KubernetesClient client;
    KubeVirtScreenCamera camera;
    try (Simulator simulator = Simulator.start(SimulatorOptions.in(folder))) {
      client = ClusterClients.fromKubeconfig(simulator.kubeconfig());
      camera = new KubeVirtScreenCamera(client);

      assertThat(camera.shoot(machine(client, "Running"), PATIENCE))
          .startsWith(0x89, 'P', 'N', 'G');
      assertThat(refusal(camera, machine(client, "Stopped")))
          .isInstanceOfSatisfying(
              ConsoleFailure.LineRefused.class,
              refused -> assertThat(refused.problem()).isEqualTo(LineProblem.NOT_RUNNING));
    }
    assertThat(refusal(camera, new VmName("shop", "gone")))
        .isInstanceOf(PlatformFailure.ClusterUnreachable.class);
    client.close();
  }

  private static Failure refusal(KubeVirtScreenCamera camera, VmName vm) {
    return catchThrowableOfType(FailureException.class, () -> camera.shoot(vm, PATIENCE)).failure();
  }

  private static VmName machine(KubernetesClient client, String status) {
    return client
        .genericKubernetesResources("kubevirt.io/v1", "VirtualMachine")
        .inAnyNamespace()
        .list()
        .getItems()
        .stream()
        .filter(vm -> status.equals(vm.get("status", "printableStatus")))
        .map(vm -> new VmName(vm.getMetadata().getNamespace(), vm.getMetadata().getName()))
        .findFirst()
        .orElseThrow();
  }
}
