package io.vmgate.domain.console;

import io.vmgate.domain.SecretBits;

/**
 * Stand for a ticket where the ticket itself must not be: whoever reads this cannot redeem it.
 *
 * @param value the SHA-256 of the token's bits, 64 hexadecimal digits in lower case
 */
public record TicketHash(String value) {
  public TicketHash {
    if (!SecretBits.isHash(value)) {
      throw new IllegalArgumentException("not a ticket's hash");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
