package io.vmgate.application.access;

import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.testkit.ManualClock;
import io.vmgate.testkit.access.InMemoryPublications;
import io.vmgate.testkit.access.PublicationBookContract;
import io.vmgate.testkit.duty.InMemoryDuties;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

class InMemoryPublicationsTest implements PublicationBookContract {
  private final InMemoryDuties duties = new InMemoryDuties(new ManualClock());
  private final InMemoryPublications book = new InMemoryPublications(duties::holds);

  @Override
  public PublicationBook book() {
    return book;
  }

  @Override
  public List<VmEvent> events() {
    return book.events().reversed();
  }

  @Override
  public Duty duty() {
    return duties.take("expiry", new UUID(1, 1), Duration.ofSeconds(30)).orElseThrow();
  }
}
