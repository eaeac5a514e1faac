package io.vmgate.domain.console;

import java.util.regex.Pattern;

/**
 * Stand for a ticket where the ticket itself must not be: whoever reads this cannot redeem it.
 *
 * @param value the SHA-256 of the token's bits, 64 hexadecimal digits in lower case
 */
public record TicketHash(String value) {
  private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

  public TicketHash {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("not a ticket's hash");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
