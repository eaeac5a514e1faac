package io.vmgate.application.task;

import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.tenant.TenantId;
import java.time.Instant;

/**
 * Name a request so that its repetition is recognised: the Idempotency-Key of one user.
 *
 * @param key as the caller gave it
 * @param fingerprint the same for the same request, another for another
 * @param validSince older requests of this key are forgotten
 */
public record RequestKey(
    TenantId tenant, UserId user, String key, String fingerprint, Instant validSince) {}
