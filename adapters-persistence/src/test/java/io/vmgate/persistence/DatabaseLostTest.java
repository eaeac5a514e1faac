package io.vmgate.persistence;

import static io.vmgate.testkit.auth.UserBuilder.aUser;
import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.micronaut.context.ApplicationContext;
import io.vmgate.application.auth.SigningKeyBook;
import io.vmgate.application.auth.SigningKeyBook.SigningKey;
import io.vmgate.application.auth.UserDirectory;
import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.setup.DatabaseProperties;
import io.vmgate.persistence.setup.PlatformDatabase;
import io.vmgate.persistence.testing.EmbeddedServer;
import io.vmgate.testkit.FreePorts;
import io.vmgate.testkit.ManualClock;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens while a database is away, and after; on a server of its own that can be stopped. */
class DatabaseLostTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final UserName ANN = new UserName("ann");

  @TempDir Path data;

  @Test
  void answersFromMemoryMeanwhileAndRecoversByItself() throws Exception {
    int port = FreePorts.next();
    EmbeddedPostgres server = start(port);
    try {
      new PlatformDatabase("vmgate", "vmgate", "secret").prepare(server.getPostgresDatabase());
      try (ApplicationContext platform = platform(port)) {
        TenantDirectory tenants = platform.getBean(TenantDirectory.class);
        UserDirectory users = platform.getBean(UserDirectory.class);
        SigningKeyBook keys = platform.getBean(SigningKeyBook.class);
        Tenant acme = aTenant("acme").owning("acme-dev").build();
        User ann = aUser().of("acme").named("ann").build();
        tenants.addIfMissing(acme);
        users.addIfMissing(ann);
        List<SigningKey> known = keys.keys();

        server.close();

        assertThat(tenants.find(ACME)).contains(acme);
        assertThat(keys.keys()).isEqualTo(known);
        assertThat(keys.find(known.getFirst().id())).isPresent();
        assertThat(keys.find("unknown")).isEmpty();
        assertUnreachableWithin(Duration.ofSeconds(10), () -> users.find(ACME, ANN));
        assertUnreachableWithin(Duration.ofSeconds(10), keys::rotate);
        assertUnreachableWithin(
            Duration.ofSeconds(10), () -> tenants.addIfMissing(aTenant("globex").build()));

        server = start(port);

        await()
            .atMost(Duration.ofSeconds(20))
            .ignoreExceptionsInstanceOf(FailureException.class)
            .untilAsserted(() -> assertThat(users.find(ACME, ANN)).contains(ann));
        assertThat(tenants.addIfMissing(aTenant("globex").build())).isTrue();
      }
    } finally {
      server.close();
    }
  }

  private static void assertUnreachableWithin(Duration limit, Runnable call) {
    long start = System.nanoTime();
    FailureException refusal = catchThrowableOfType(FailureException.class, call::run);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(refusal.failure()).isEqualTo(new PlatformFailure.DatabaseUnreachable());
    assertThat(took).isLessThan(limit);
  }

  private static ApplicationContext platform(int port) {
    String url = "jdbc:postgresql://localhost:" + port + "/vmgate";
    Map<String, Object> properties =
        new HashMap<>(DatabaseProperties.of(url, "vmgate", "secret", 5));
    properties.put("vmgate.persistence.refresh-interval", "200ms");
    return ApplicationContext.builder()
        .properties(properties)
        .singletons(new ManualClock())
        .banner(false)
        .start();
  }

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedServer.builder()
        .setPort(port)
        .setDataDirectory(data.resolve("pg"))
        .setCleanDataDirectory(false)
        .start();
  }
}
