package io.vmgate.domain.auth;

import io.vmgate.domain.tenant.TenantId;
import java.time.Instant;

/**
 * Hold a sign-in that can be renewed: all its tokens are of one family and end together.
 *
 * @param password stands for the one that was typed, and is another once the user has another
 * @param endsAt when the password must be typed again
 */
public record LastingSignIn(
    SignInId id, TenantId tenant, UserId user, String password, Instant endsAt) {}
