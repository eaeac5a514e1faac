package io.vmgate.cli.console;

import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.vm.Machines;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code vm console}: the serial line of a machine in this terminal. */
@Command(name = "console")
public final class ConsoleCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(paramLabel = "VM", descriptionKey = "vm")
  private String vm = "";

  @Option(names = "--takeover")
  private boolean takeover;

  @Option(names = "--view-only")
  private boolean viewOnly;

  /** Work in this session. */
  public ConsoleCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (!session.surroundings().outIsTerminal()) {
      throw new Refusal(ExitCode.USAGE, session.texts().of("console.noTerminal"));
    }
    JsonNode machine = new Machines(session).find(vm);
    String id = machine.path("id").asString();
    String name = Machines.qualifiedName(machine);
    ConsoleLinks links = new ConsoleLinks(session, id, "serial", takeover, viewOnly);
    // Before the terminal is touched: most of what can go wrong does so here.
    links.prepare();
    try (RawTerminal terminal = open()) {
      new SerialSession(session, terminal, links, id, name).run();
      terminal.say(session.texts().of("console.left", name));
    }
    return ExitCode.OK.number();
  }

  private RawTerminal open() {
    try {
      return RawTerminal.open();
    } catch (IOException | IllegalStateException none) {
      session.trace().note(String.valueOf(none.getMessage()));
      throw new Refusal(ExitCode.USAGE, session.texts().of("console.noTerminal"));
    }
  }
}
