package io.vmgate.rest.console;

import io.vmgate.domain.console.EndReason;
import io.vmgate.rest.envelope.Messages;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;

/** Puts into words why a session ended. */
@Singleton
public final class EndWords {
  private final Messages messages;

  EndWords(Messages messages) {
    this.messages = messages;
  }

  /** Why, for people. */
  public String text(EndReason reason, Locale language) {
    return reason instanceof EndReason.LineRefused(var problem, var words)
        ? messages.text(language, "console.line." + problem.wireName(), List.of(words))
        : messages.text(language, "console.end." + reason.code(), reason.arguments());
  }
}
