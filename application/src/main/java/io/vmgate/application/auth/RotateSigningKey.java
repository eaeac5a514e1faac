package io.vmgate.application.auth;

import io.vmgate.application.auth.SigningKeyBook.SigningKey;

/**
 * Replace the signing key now, whatever its age. For the operator's own hand, never over the
 * contract; {@link RenewSigningKeys} does it by age.
 */
public final class RotateSigningKey {
  private final SigningKeyBook book;

  /** Rotate the keys of this book. */
  public RotateSigningKey(SigningKeyBook book) {
    this.book = book;
  }

  /**
   * Make a key that signs from now on; tokens signed before stay good until they expire.
   *
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public SigningKey rotate() {
    return book.rotate();
  }
}
