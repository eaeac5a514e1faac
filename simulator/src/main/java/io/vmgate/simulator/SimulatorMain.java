package io.vmgate.simulator;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * The simulator as a program: {@code --port N --data FOLDER --vms N --pace FACTOR --qemu GUESTS
 * --ports on|off}.
 */
public final class SimulatorMain {
  private static final int DEFAULT_PORT = 16443;
  private static final String USAGE =
      """
      Usage: simulator [--port N] [--data FOLDER] [--vms N] [--pace FACTOR] [--qemu GUESTS] [--ports on|off]
        --port   port on 127.0.0.1, 0 for any free one (default %d)
        --data   folder for token, certificates, kubeconfig and changes (default .simulator)
        --vms    how many machines the cluster has (default %d, the demo set)
        --pace   how fast machines start and stop; 1 is as on a small real cluster (default 1)
        --qemu   guests that are real QEMU processes: NAMESPACE/NAME or NAMESPACE/NAME=IMAGE, comma-separated
        --ports  whether node ports and load balancers of services are opened on loopback addresses (default on)
      """
          .formatted(DEFAULT_PORT, SimulatorOptions.DEMO_MACHINES);

  private SimulatorMain() {}

  /** Run until the process is told to end. Exit code 2 for wrong flags, 1 if it cannot start. */
  public static void main(String[] arguments) throws InterruptedException {
    SimulatorOptions options;
    try {
      options = parse(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.print(USAGE);
      System.exit(2);
      return;
    }
    Simulator simulator;
    try {
      simulator = Simulator.start(options);
    } catch (IOException failure) {
      System.err.println("The simulator cannot start: " + failure.getMessage());
      System.exit(1);
      return;
    }
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  simulator.close();
                  ended.countDown();
                },
                "simulator-stop"));
    System.out.println("Kubernetes API: " + simulator.url());
    System.out.println("kubeconfig:     " + simulator.kubeconfig());
    System.out.flush();
    ended.await();
  }

  /**
   * Read the flags.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  static SimulatorOptions parse(String... arguments) {
    SimulatorOptions options =
        SimulatorOptions.in(Path.of(".simulator")).withPort(DEFAULT_PORT).withOpenPorts(true);
    for (int i = 0; i < arguments.length; i += 2) {
      String flag = arguments[i];
      if (i + 1 == arguments.length) {
        throw new IllegalArgumentException("A value is missing after " + flag);
      }
      String value = arguments[i + 1];
      try {
        options =
            switch (flag) {
              case "--port" -> options.withPort(Integer.parseInt(value));
              case "--data" -> options.withDataFolder(Path.of(value));
              case "--vms" -> options.withMachines(Integer.parseInt(value));
              case "--pace" -> options.withPace(Double.parseDouble(value));
              case "--qemu" -> options.withProcesses(value);
              case "--ports" -> options.withOpenPorts(isOn(flag, value));
              default -> throw new IllegalArgumentException("Unknown flag: " + flag);
            };
      } catch (NumberFormatException noNumber) {
        throw new IllegalArgumentException(flag + " needs a number: " + value, noNumber);
      }
    }
    return options;
  }

  private static boolean isOn(String flag, String value) {
    return switch (value) {
      case "on" -> true;
      case "off" -> false;
      default -> throw new IllegalArgumentException(flag + " is on or off: " + value);
    };
  }
}
