package io.vmgate.persistence.tenant;

import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.tenant.TenantDirectoryContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresTenantDirectoryTest implements TenantDirectoryContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  private final List<ApplicationContext> replicas = new ArrayList<>();

  @AfterEach
  void stopReplicas() {
    replicas.forEach(ApplicationContext::close);
  }

  @Override
  public TenantDirectory emptyDirectory() {
    return replica("1h");
  }

  @Test
  void learnsWithinTheIntervalWhatAnotherReplicaWrote() {
    TenantDirectory reader = replica("50ms");
    TenantDirectory writer = replica("1h");
    assertThat(reader.all()).isEmpty();
    Tenant acme = aTenant("acme").owning("acme-dev").build();
    writer.addIfMissing(acme);
    await().atMost(Duration.ofSeconds(5)).until(() -> reader.find(acme.id()).isPresent());
    assertThat(reader.find(acme.id())).contains(acme);
  }

  @Test
  void givesANamespaceToOneOfManyWhoAskAtOnce() throws Exception {
    TenantDirectory tenants = emptyDirectory();
    int rivals = 4;
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Boolean>> attempts = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < rivals; i++) {
        Tenant rival = aTenant("rival-" + i).owning("a", "b", "c").build();
        attempts.add(
            threads.submit(
                () -> {
                  start.await();
                  return tenants.addIfMissing(rival);
                }));
      }
      start.countDown();
    }
    assertThat(attempts.stream().filter(it -> it.state() == Future.State.SUCCESS)).hasSize(1);
    assertThat(tenants.all()).hasSize(1);
    assertThat(tenants.find(new TenantId(tenants.all().getFirst().id().value())))
        .hasValueSatisfying(it -> assertThat(it.namespaces()).containsOnly("a", "b", "c"));
  }

  private TenantDirectory replica(String refreshInterval) {
    ApplicationContext replica =
        PERSISTENCE.replica(
            new ManualClock(), Map.of("vmgate.persistence.refresh-interval", refreshInterval));
    replicas.add(replica);
    return replica.getBean(TenantDirectory.class);
  }
}
