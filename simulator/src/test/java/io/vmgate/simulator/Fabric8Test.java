package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Fabric8Test {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final ResourceDefinitionContext MACHINES =
      new ResourceDefinitionContext.Builder()
          .withGroup("kubevirt.io")
          .withVersion("v1")
          .withKind("VirtualMachine")
          .withPlural("virtualmachines")
          .withNamespaced(true)
          .build();

  private Simulator simulator;
  private KubernetesClient client;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder));
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(Files.readString(simulator.kubeconfig())))
            .build();
  }

  @AfterAll
  void stop() {
    client.close();
    simulator.close();
  }

  @Test
  void listsInPages() {
    var machines = client.genericKubernetesResources(MACHINES).inAnyNamespace();
    var first = machines.list(new ListOptionsBuilder().withLimit(3L).build());
    var second =
        machines.list(
            new ListOptionsBuilder()
                .withLimit(3L)
                .withContinue(first.getMetadata().getContinue())
                .build());

    assertThat(first.getItems()).hasSize(3);
    assertThat(second.getItems()).hasSize(3).doesNotContainAnyElementsOf(first.getItems());
  }

  @Test
  void keepsAnInformerInStepThroughDroppedWatchesAndCompaction() {
    client.resource(namespace("followed")).create();
    List<String> events = new CopyOnWriteArrayList<>();
    try (SharedIndexInformer<Service> informer =
        client
            .services()
            .inNamespace("followed")
            .withLimit(2L)
            .inform(
                new ResourceEventHandler<>() {
                  @Override
                  public void onAdd(Service service) {
                    events.add("added " + service.getMetadata().getName());
                  }

                  @Override
                  public void onUpdate(Service before, Service after) {
                    events.add("updated " + after.getMetadata().getName());
                  }

                  @Override
                  public void onDelete(Service service, boolean unknown) {
                    events.add("deleted " + service.getMetadata().getName());
                  }
                })) {
      client.resource(service("one")).create();
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(events).contains("added one"));

      simulator.dropWatches();
      client.resource(service("two")).create();
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(events).contains("added two"));

      simulator.store().compact();
      simulator.dropWatches();
      client.services().inNamespace("followed").withName("one").delete();
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(events).contains("deleted one"));
      assertThat(informer.getStore().list()).hasSize(1);
    }
  }

  @Test
  void reportsAConflict() {
    client.resource(namespace("disputed")).create();
    Service mine =
        client
            .resource(
                new ServiceBuilder(service("s"))
                    .editMetadata()
                    .withNamespace("disputed")
                    .endMetadata()
                    .build())
            .create();
    client.services().inNamespace("disputed").withName("s").edit(s -> labelled(s, "theirs"));

    assertThatThrownBy(() -> client.resource(labelled(mine, "mine")).update())
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            failure -> {
              assertThat(failure.getCode()).isEqualTo(409);
              assertThat(failure.getStatus().getReason()).isEqualTo("Conflict");
            });
  }

  @Test
  void readsKubeVirtObjects() {
    GenericKubernetesResource machine =
        client.genericKubernetesResources(MACHINES).inNamespace("shop").withName("web-1").get();
    assertThat(machine.<String>get("status", "printableStatus")).isEqualTo("Running");
    assertThat(simulator.store().count(ResourceTypes.VM)).isPositive();
  }

  private static Service labelled(Service service, String value) {
    return new ServiceBuilder(service)
        .editMetadata()
        .addToLabels("who", value)
        .endMetadata()
        .build();
  }

  private static Namespace namespace(String name) {
    return new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build();
  }

  private static Service service(String name) {
    return new ServiceBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("followed")
        .endMetadata()
        .withNewSpec()
        .addNewPort()
        .withPort(22)
        .endPort()
        .endSpec()
        .build();
  }
}
