package io.vmgate.domain.access;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * State what the platform keeps with a service that it made.
 *
 * @param request which request it was made for
 * @param madeBy name of the user who asked for it
 * @param expiresAt when it is to be removed; null for never
 * @param allowFrom who may reach it; empty for anybody
 * @param extra a JSON object of the caller's, given back; null for none
 */
public record AccessTerms(
    UUID request,
    String madeBy,
    @Nullable Instant expiresAt,
    List<AddressBlock> allowFrom,
    @Nullable String extra) {
  public AccessTerms {
    allowFrom = List.copyOf(allowFrom);
  }
}
