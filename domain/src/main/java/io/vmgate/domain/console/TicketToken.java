package io.vmgate.domain.console;

import io.vmgate.domain.SecretBits;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Let whoever holds it onto a console, once. Given to the caller and kept nowhere.
 *
 * @param text as {@link SecretBits} spells it
 */
public record TicketToken(String text) {
  public TicketToken {
    if (!SecretBits.areIn(text)) {
      throw new IllegalArgumentException("not a console ticket");
    }
  }

  /** Make a token that nobody can guess, if the generator cannot be. */
  public static TicketToken random(RandomGenerator chance) {
    return new TicketToken(SecretBits.random(chance));
  }

  /** Read a token as it stands in a link; empty when it cannot be one. */
  public static Optional<TicketToken> parse(String text) {
    return SecretBits.areIn(text) ? Optional.of(new TicketToken(text)) : Optional.empty();
  }

  /** What may be stored of it. */
  public TicketHash hash() {
    return new TicketHash(SecretBits.hash(text));
  }

  @Override
  public String toString() {
    return "TicketToken"; // the token belongs in no log
  }
}
