package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.simulator.store.ResourceTypes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The built-in serial line. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SerialTest {
  private final AtomicInteger count = new AtomicInteger();
  private Simulator simulator;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    simulator = Simulator.start(SimulatorOptions.in(folder).withMachines(0).withPace(0.0001));
  }

  @AfterAll
  void stop() {
    simulator.close();
  }

  @Test
  void logsAnybodyIn() {
    String name = guest();
    try (StreamClient line = open(name)) {
      expect(line, "\r", "\r\n" + name + " login: ");
      expect(line, "ann\r", "ann\r\nWelcome to " + name + ". Type help for what there is.\r\n");
      expect(line, "", "ann@" + name + ":~$ ");
      expect(line, "hostname\r", "hostname\r\n" + name + "\r\n");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "echo one  two | echo one  two;one  two;PROMPT",
        "whoami | whoami;ann;PROMPT",
        "help | help;clear date echo exit help hostname uptime whoami;PROMPT",
        "clear | clear;ESC[HESC[2JPROMPT",
        "exit | exit;;LOGIN",
        "frobnicate | frobnicate;frobnicate: command not found;PROMPT"
      })
  void runsAFewCommands(String typed, String answer) {
    String name = guest();
    try (StreamClient line = loggedIn(name)) {
      expect(
          line,
          typed + "\r",
          answer
              .replace(";", "\r\n")
              .replace("ESC", "\u001b")
              .replace("PROMPT", "ann@" + name + ":~$ ")
              .replace("LOGIN", name + " login: "));
    }
  }

  @Test
  void tellsTime() {
    try (StreamClient line = loggedIn(guest())) {
      line.send(bytes("uptime\rdate\r"));
      assertThat(new String(line.read(11), StandardCharsets.ISO_8859_1))
          .startsWith("uptime\r\nup ");
    }
  }

  @Test
  void takesLettersBackAndInterrupts() {
    String name = guest();
    String prompt = "ann@" + name + ":~$ ";
    try (StreamClient line = loggedIn(name)) {
      expect(line, "echo xy\b\u007f\b\r", "echo xy\b \b\b \b\b \b\r\n\r\n" + prompt);
      expect(line, "half a line\u0003", "half a line^C\r\n" + prompt);
      expect(line, "\u001b[A\u001bOB\u001b[1;5C\r\n", "\r\n" + prompt);
      expect(line, "not yet\u0004", "not yet");
      expect(line, "\u0003\u0004", "^C\r\n" + prompt + "logout\r\n\r\n" + name + " login: ");
    }
  }

  @Test
  void keepsNothingForANewcomerButWhoIsLoggedIn() {
    String name = guest();
    try (StreamClient first = loggedIn(name);
        StreamClient second = open(name)) {
      assertThat(first.awaitEnd()).isEqualTo(1006);
      assertThat(second.pending()).isEmpty();
      expect(second, "\r", "\r\nann@" + name + ":~$ ");
    }
  }

  @Test
  void swallowsWhatMakesALineTooLong() {
    String name = guest();
    try (StreamClient line = loggedIn(name)) {
      line.send(bytes("x".repeat(5000)));
      assertThat(line.read(1024)).containsOnly('x');
      expect(line, "\u0003", "^C\r\nann@" + name + ":~$ ");
    }
  }

  private StreamClient loggedIn(String name) {
    StreamClient line = open(name);
    line.send(bytes("ann\r"));
    line.read(
        ("ann\r\nWelcome to " + name + ". Type help for what there is.\r\nann@" + name + ":~$ ")
            .length());
    return line;
  }

  private static void expect(StreamClient line, String typed, String answer) {
    line.send(bytes(typed));
    assertThat(new String(line.read(answer.length()), StandardCharsets.ISO_8859_1))
        .isEqualTo(answer);
  }

  private StreamClient open(String name) {
    return StreamClient.open(
        simulator,
        "/apis/subresources.kubevirt.io/v1/namespaces/default/virtualmachineinstances/"
            + name
            + "/console");
  }

  private String guest() {
    String name = "t-" + count.incrementAndGet();
    simulator.store().put(ResourceTypes.VMI, Guests.instance(name, "Running", _ -> {}));
    return name;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
