package io.vmgate.bootstrap.wiring;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.bootstrap.settings.SettingsException;
import io.vmgate.kubevirt.cluster.ClusterClients;
import io.vmgate.kubevirt.vm.InventoryOptions;
import io.vmgate.kubevirt.vm.KubeVirtVmInventory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/** The line to the cluster, and the inventory that follows it from the start. */
@Factory
final class InventoryWiring {
  @Context
  @Bean(preDestroy = "close")
  KubernetesClient cluster(PlatformSettings settings) {
    return settings
        .kubeconfig()
        .map(InventoryWiring::fromKubeconfig)
        .orElseGet(() -> ClusterClients.inCluster(System.getenv()));
  }

  @Context
  @Bean(preDestroy = "close")
  KubeVirtVmInventory inventory(
      KubernetesClient cluster, PlatformSettings settings, InstantSource clock) {
    InventoryOptions options =
        InventoryOptions.USUAL.withPublicHost(settings.publicNodeAddress().orElse(null));
    KubeVirtVmInventory inventory = new KubeVirtVmInventory(cluster, options, clock);
    inventory.start();
    return inventory;
  }

  private static KubernetesClient fromKubeconfig(Path kubeconfig) {
    if (!Files.isReadable(kubeconfig)) {
      throw new SettingsException("VMGATE_KUBECONFIG names no readable file: " + kubeconfig);
    }
    return ClusterClients.fromKubeconfig(kubeconfig);
  }
}
