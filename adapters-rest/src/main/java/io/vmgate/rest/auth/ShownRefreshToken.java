package io.vmgate.rest.auth;

import io.vmgate.domain.auth.RefreshToken;

/**
 * Hold a refresh token that a request has shown.
 *
 * @param by how it was shown, and the next one is handed out
 */
record ShownRefreshToken(RefreshToken token, RefreshBy by) {}
