package io.vmgate.domain.auth;

import io.vmgate.domain.Failure;

/** Refuse a caller for who they are or for what they may not do. */
public sealed interface AuthFailure extends Failure {

  /** No such user, wrong password or no such tenant: all alike from outside, and equally slow. */
  record BadCredentials() implements AuthFailure {}

  /** The user or the whole tenant is disabled; told only to somebody who knew the password. */
  record Disabled() implements AuthFailure {}

  /** The refresh token is missing, unknown, used, expired or withdrawn: all alike from outside. */
  record RefreshRefused() implements AuthFailure {}

  /** A browser sent its cookie along with what a page of another site asked for. */
  record CrossSite() implements AuthFailure {}

  /** The caller may see the target but lacks this permission on it. */
  record PermissionMissing(Permission permission) implements AuthFailure {}
}
