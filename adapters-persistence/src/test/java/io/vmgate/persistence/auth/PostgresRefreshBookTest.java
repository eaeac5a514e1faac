package io.vmgate.persistence.auth;

import static io.vmgate.testkit.tenant.TenantBuilder.aTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.auth.RefreshBook;
import io.vmgate.application.auth.RefreshBook.Renewal;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.domain.auth.RefreshHash;
import io.vmgate.persistence.Persistence;
import io.vmgate.testkit.auth.RefreshBookContract;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresRefreshBookTest implements RefreshBookContract {
  @RegisterExtension static final Persistence PERSISTENCE = new Persistence();

  @Override
  public RefreshBook emptyBook() {
    TenantDirectory tenants = PERSISTENCE.get(TenantDirectory.class);
    List.of("acme", "globex").forEach(tenant -> tenants.addIfMissing(aTenant(tenant).build()));
    return PERSISTENCE.get(RefreshBook.class);
  }

  @Test
  void answersEachOfManyUsesAtOnce() throws Exception {
    RefreshBook book = emptyBook();
    book.begin(ANNS, FIRST, FIRST_EXPIRES);
    List<Callable<Renewal>> uses =
        IntStream.range(10, 18)
            .mapToObj(RefreshBookContract::hash)
            .<Callable<Renewal>>map(next -> () -> book.renew(ANNS, FIRST, next, NOW, TERMS))
            .toList();

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Renewal> renewal : threads.invokeAll(uses)) {
        assertThat(renewal.get()).isEqualTo(new Renewal.Renewed(FIRST_EXPIRES));
      }
    }
    assertThat(tokens()).isEqualTo(9);
  }

  @Test
  void keepsNoMoreOfASignInThanItNeeds() throws Exception {
    RefreshBook book = emptyBook();
    book.begin(ANNS, FIRST, FIRST_EXPIRES);
    RefreshHash shown = FIRST;
    for (int number = 1000; number < 1050; number++) {
      RefreshHash next = RefreshBookContract.hash(number);
      Instant at = NOW.plusSeconds(20L * (number - 1000));
      assertThat(book.renew(ANNS, shown, next, at, TERMS)).isInstanceOf(Renewal.Renewed.class);
      shown = next;
    }

    // The new one, and those that may be used again: used now, and 20 s ago.
    assertThat(tokens()).isEqualTo(3);
  }

  private static int tokens() throws SQLException {
    try (var connection = PERSISTENCE.database().connectAsSuperuser();
        var statement = connection.createStatement();
        var count = statement.executeQuery("SELECT count(*) FROM refresh_token")) {
      count.next();
      return count.getInt(1);
    }
  }
}
