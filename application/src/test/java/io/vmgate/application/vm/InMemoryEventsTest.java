package io.vmgate.application.vm;

import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.task.Task;
import io.vmgate.testkit.event.EventBookContract;
import io.vmgate.testkit.event.InMemoryEvents;

class InMemoryEventsTest implements EventBookContract {
  private final InMemoryEvents events = new InMemoryEvents();

  @Override
  public EventBook emptyBook() {
    return events;
  }

  @Override
  public void write(VmEvent event) {
    events.add(event);
  }

  @Override
  public void write(Task task) {
    events.write(task);
  }
}
