package io.vmgate.cli.config;

/**
 * A server, and who is signed in there. Texts are empty where nothing is known.
 *
 * @param server such as {@code https://vm.example.org}, without a slash at the end
 * @param caFile a PEM file of certificates to trust instead of the JVM's
 * @param refreshToken gets the next token, and is used once; empty where the server gave none
 * @param refreshShown when the server was shown the refresh token without an answer that could be
 *     kept, in seconds since 1970; 0 when it was not
 * @param expireTime when the token expires, in the server's time zone
 */
public record Context(
    String name,
    String server,
    String tenantId,
    String username,
    String token,
    String refreshToken,
    long refreshShown,
    String expireTime,
    String caFile) {

  /** The same context, without a token. */
  public Context signedOut() {
    return with("", "", "");
  }

  /** The same context, with what the server gave last. */
  public Context with(String newToken, String newRefreshToken, String newExpireTime) {
    return new Context(
        name, server, tenantId, username, newToken, newRefreshToken, 0, newExpireTime, caFile);
  }

  /** The same context, whose refresh token is shown to the server at this second, or is not. */
  public Context showing(long second) {
    return new Context(
        name, server, tenantId, username, token, refreshToken, second, expireTime, caFile);
  }

  /** Whether both are of one user of one server. */
  public boolean isOfSameUser(Context other) {
    return server.equals(other.server)
        && tenantId.equals(other.tenantId)
        && username.equals(other.username);
  }

  @Override
  public String toString() {
    return "Context[" + name + " " + server + "]"; // the token belongs in no output
  }
}
