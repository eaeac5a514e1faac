package io.vmgate.cli;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.http.ServerError;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Format;
import io.vmgate.cli.session.Refusals;
import io.vmgate.cli.terminal.Surroundings;
import io.vmgate.cli.terminal.Table;
import io.vmgate.cli.terminal.Texts;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.node.ObjectNode;

/** Tells why a command did not do what it should: as text, or as JSON where results are JSON. */
final class ErrorOutput {
  private final Surroundings surroundings;
  private final Texts texts;
  private final boolean json;
  private final boolean debug;

  ErrorOutput(Surroundings surroundings, Texts texts, ParseResult parsed) {
    this.surroundings = surroundings;
    this.texts = texts;
    ParseResult deepest = parsed;
    while (deepest.hasSubcommand()) {
      deepest = deepest.subcommand();
    }
    this.json = deepest.matchedOptionValue("--output", Format.TEXT) == Format.JSON;
    this.debug = deepest.matchedOptionValue("--debug", false);
  }

  int tell(ServerError error) {
    return tell(Refusals.of(error, texts));
  }

  int tell(Refusal refusal) {
    if (json) {
      ObjectNode error = Api.json().createObjectNode();
      error.put("code", refusal.code());
      error.put("message", refusal.getMessage());
      error.put("requestId", refusal.requestId());
      refusal.details().forEach(error.putArray("details")::add);
      surroundings.err().println(error);
    } else {
      StringBuilder line = new StringBuilder("vm: ");
      if (refusal.code() != 0) {
        line.append(refusal.code()).append(' ');
      }
      line.append(Table.harmless(refusal.getMessage()));
      if (!refusal.requestId().isEmpty()) {
        line.append(' ').append(texts.of("error.request", Table.harmless(refusal.requestId())));
      }
      surroundings.err().println(line);
      refusal
          .details()
          .forEach(detail -> surroundings.err().println("  " + Table.harmless(detail)));
    }
    surroundings.err().flush();
    return refusal.exitCode().number();
  }

  int bug(Exception failed) {
    tell(new Refusal(ExitCode.BUG, texts.of("error.bug", failed.toString())));
    if (debug) {
      failed.printStackTrace(surroundings.err());
      surroundings.err().flush();
    }
    return ExitCode.BUG.number();
  }
}
