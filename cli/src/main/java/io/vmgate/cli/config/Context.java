package io.vmgate.cli.config;

/**
 * A server, and who is signed in there. Texts are empty where nothing is known.
 *
 * @param server such as {@code https://vm.example.org}, without a slash at the end
 * @param caFile a PEM file of certificates to trust instead of the JVM's
 * @param expireTime when the token expires, in the server's time zone
 */
public record Context(
    String name,
    String server,
    String tenantId,
    String username,
    String token,
    String expireTime,
    String caFile) {

  /** The same context, without a token. */
  public Context signedOut() {
    return new Context(name, server, tenantId, username, "", "", caFile);
  }

  @Override
  public String toString() {
    return "Context[" + name + " " + server + "]"; // the token belongs in no output
  }
}
