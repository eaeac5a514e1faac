package io.vmgate.kubevirt.console;

import io.vmgate.application.console.ConsoleTarget;
import io.vmgate.domain.vm.VmName;

/** Where the API server has the consoles of a machine. */
final class LinePaths {
  private static final String RUNS =
      "/apis/subresources.kubevirt.io/v1/namespaces/%s/virtualmachineinstances/%s/";

  private LinePaths() {}

  static String of(ConsoleTarget target) {
    return switch (target.protocol()) {
      // Older KubeVirt than 1.7 does not know the parameter, and always throws the holder out.
      case VNC -> run(target.name()) + "vnc" + (target.takeover() ? "" : "?preserveSession=true");
      case SERIAL -> run(target.name()) + "console";
      case SPICE -> run(target.name()) + "portforward/" + target.port();
    };
  }

  /** Where it has a picture of the machine's screen. */
  static String screenshot(VmName name) {
    return run(name) + "vnc/screenshot";
  }

  private static String run(VmName name) {
    return RUNS.formatted(name.namespace(), name.name());
  }
}
