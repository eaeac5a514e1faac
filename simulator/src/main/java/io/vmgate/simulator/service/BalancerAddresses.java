package io.vmgate.simulator.service;

import java.util.List;

/**
 * Addresses for load balancers: one of this machine's own, where the service can then be opened, or
 * else one that leads nowhere (RFC 5737, RFC 2544).
 */
public final class BalancerAddresses {
  private static final String OPENED = "127.20.0.";
  private static final int MOST = 254;

  private final Allocations allocations;
  private final LocalPorts machine;

  public BalancerAddresses(Allocations allocations, LocalPorts machine) {
    this.allocations = allocations;
    this.machine = machine;
  }

  /** Choose an address that no service has; ask inside the transaction that writes it. */
  public String choose(List<ServicePort> ports) {
    if (machine == LocalPorts.OPENED) {
      for (int i = 1; i <= MOST; i++) {
        String address = OPENED + i;
        if (!allocations.isTaken(address, "") && canOpen(address, ports)) {
          return address;
        }
      }
    }
    for (int i = 1; i <= MOST; i++) {
      if (!allocations.isTaken("192.0.2." + i, "")) {
        return "192.0.2." + i;
      }
    }
    int number = 0;
    while (allocations.isTaken(beyond(number), "")) {
      number++;
    }
    return beyond(number);
  }

  private boolean canOpen(String address, List<ServicePort> ports) {
    return ports.stream()
        .allMatch(
            port ->
                port.protocol().equals("SCTP")
                    || machine.canOpen(address, port.port(), port.protocol()));
  }

  private static String beyond(int number) {
    return "198." + (18 + number / 65_025) + "." + number / 255 % 255 + "." + (1 + number % 255);
  }
}
