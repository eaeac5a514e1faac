package io.vmgate.application.auth;

/** Turns passwords into something that may be stored. Slow on purpose. */
public interface PasswordHasher {
  /** Hash a password with a salt of its own; two calls never answer the same. */
  String hash(String password);

  /**
   * Tell whether the hash was made of this password.
   *
   * @throws IllegalArgumentException when the hash is not one of ours
   */
  boolean matches(String password, String hash);

  /** Tell, without checking any password, whether {@link #matches} would accept this hash. */
  boolean understands(String hash);
}
