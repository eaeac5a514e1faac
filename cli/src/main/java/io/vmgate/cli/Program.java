package io.vmgate.cli;

import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.http.UnreachableException;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.ConnectionOptions;
import io.vmgate.cli.session.Refusals;
import io.vmgate.cli.session.Session;
import io.vmgate.cli.terminal.Language;
import io.vmgate.cli.terminal.Surroundings;
import io.vmgate.cli.terminal.Texts;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Runs one command line. */
public final class Program {
  private final Surroundings surroundings;
  private final Texts texts;
  private final ConnectionOptions options = new ConnectionOptions();
  private final Session session;

  /** Prepare in these surroundings. */
  public Program(Surroundings surroundings) {
    this.surroundings = surroundings;
    Language language = Language.of(surroundings.environment());
    this.texts = new Texts(language);
    this.session = new Session(surroundings, language, texts, options);
  }

  /** All commands, for whoever describes them. */
  CommandLine commands() {
    return Commands.tree(session, options);
  }

  /** Run, and say how the program ends. */
  public int run(String... arguments) {
    int exitCode =
        Commands.treeFor(List.of(arguments), session, options)
            .setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
            .setParameterExceptionHandler((wrong, _) -> misused(wrong))
            .setExecutionExceptionHandler((failed, _, parsed) -> ended(failed, parsed))
            .execute(arguments);
    // Printing never fails by itself: a disk that was full would pass for a result.
    if (surroundings.out().checkError() && exitCode == ExitCode.OK.number()) {
      surroundings.err().println("vm: " + texts.of("output.unwritable"));
      exitCode = ExitCode.USAGE.number();
    }
    surroundings.err().flush();
    session.close();
    return exitCode;
  }

  private int misused(ParameterException wrong) {
    surroundings.err().println(new UsageErrors(texts).sentence(wrong));
    String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
    surroundings.err().println(texts.of("usage.help", command));
    surroundings.err().flush();
    return ExitCode.USAGE.number();
  }

  private int ended(Exception failed, ParseResult parsed) {
    ErrorOutput output = new ErrorOutput(surroundings, texts, parsed);
    return switch (failed) {
      case Refusal refusal -> output.tell(refusal);
      case ServerErrorException refused -> output.tell(refused.error());
      case UnreachableException away -> output.tell(Refusals.of(away, texts));
      default -> output.bug(failed);
    };
  }
}
