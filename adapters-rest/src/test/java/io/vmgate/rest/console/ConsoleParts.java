package io.vmgate.rest.console;

import io.vmgate.application.console.ConsoleLimits;
import io.vmgate.application.console.LiveConsoles;
import io.vmgate.application.console.RelayConsole;
import io.vmgate.application.console.SessionBook;
import io.vmgate.application.console.SessionLog;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.relay.testing.LoopbackMachines;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** What web sockets of consoles need besides the rest of the contract: machines on loopback. */
public final class ConsoleParts {
  public static final String OTHER_ORIGIN = "https://console.example.org";

  public final LiveConsoles live = new LiveConsoles();
  public final LoopbackMachines machines = new LoopbackMachines();

  /** The beans, for a server with these. */
  public List<Object> beans(SessionBook sessions, SessionLog log, VmInventory inventory) {
    ConsoleLimits limits =
        new ConsoleLimits(
            Duration.ofSeconds(5),
            Duration.ofHours(1),
            Duration.ofHours(1),
            Duration.ofSeconds(20),
            Duration.ofMillis(300));
    return List.of(
        new RelayConsole(machines, live, sessions, log, inventory, limits),
        new AllowedOrigins(Set.of(OTHER_ORIGIN)));
  }
}
