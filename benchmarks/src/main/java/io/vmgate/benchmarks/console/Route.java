package io.vmgate.benchmarks.console;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A way to a machine's screen. */
interface Route {
  /** What it is called in the tables. */
  String name();

  /** The program that stands in between; null when nothing does. */
  @Nullable Program program();

  /** Open a screen that is in this mode, ready for the first byte after all handshakes. */
  ConsoleSocket open(Machine machine, Mode mode) throws IOException, InterruptedException;

  /** What an upstream does with its end of a line. */
  enum Mode {
    STREAM("rfb-stream"),
    PACED("rfb-stream:64"),
    DISCARD("rfb-discard"),
    ECHO("rfb-echo");

    private final String word;

    Mode(String word) {
      this.word = word;
    }

    /** As the simulated cluster reads it from a machine's annotation. */
    String word() {
      return word;
    }
  }

  /**
   * A running machine.
   *
   * @param id the platform's
   */
  record Machine(String id, String namespace, String name) {
    String screenPath() {
      return "/apis/subresources.kubevirt.io/v1/namespaces/%s/virtualmachineinstances/%s/vnc"
          .formatted(namespace, name);
    }
  }
}
