package io.vmgate.bootstrap.embedded;

import io.vmgate.simulator.Simulator;
import java.util.List;

/** Tell a person who has just started the platform where it is and how to get in. */
final class Welcome {
  private Welcome() {}

  static String text(
      int port, boolean hasUi, Home home, List<DemoUser> users, Simulator simulator) {
    String url = "http://127.0.0.1:" + port;
    StringBuilder text = new StringBuilder();
    text.append("\nVMGate is ready: ").append(url).append("\n\n");
    if (hasUi) {
      text.append("  web console, open this    ").append(url).append("/ui/\n");
    }
    text.append("  API, to read and to try   ").append(url).append("/docs\n");
    text.append("  health                    ").append(url).append("/health\n");
    text.append("  the cluster, for kubectl  KUBECONFIG=")
        .append(simulator.kubeconfig())
        .append('\n');
    text.append("  data                      ").append(home.path()).append("\n\n");
    text.append("  %-8s %-10s %-18s %s%n".formatted("tenant", "user", "password", "role"));
    for (DemoUser user : users) {
      text.append(
          "  %-8s %-10s %-18s %s%n"
              .formatted(
                  user.tenantId(),
                  user.username(),
                  user.password(),
                  String.join(",", user.roles())));
    }
    text.append("\n  also in ")
        .append(home.path().resolve(DemoUsers.FILE))
        .append("; Ctrl-C stops it\n\n");
    return text.toString();
  }
}
