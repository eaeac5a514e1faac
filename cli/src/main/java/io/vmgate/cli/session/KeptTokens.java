package io.vmgate.cli.session;

import io.vmgate.cli.config.Context;
import io.vmgate.cli.config.ContextFile;
import io.vmgate.cli.config.Contexts;
import io.vmgate.cli.http.Api;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.http.Tokens;
import io.vmgate.cli.http.UnreachableException;
import io.vmgate.cli.outcome.ExitCode;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The token of a context, which is renewed in the file: programs that run at the same time share
 * it, and a refresh token that two of them used would end the sign-in.
 */
final class KeptTokens implements Tokens {
  private final ContextFile file;
  private final Context context;
  private final Api server;
  private volatile String token;

  /**
   * Begin with what the file says.
   *
   * @param server without a token
   */
  KeptTokens(ContextFile file, Context context, Api server) {
    this.file = file;
    this.context = context;
    this.server = server;
    this.token = context.token();
  }

  @Override
  public @Nullable String current() {
    return token;
  }

  @Override
  public synchronized boolean renew(String expired) {
    if (!token.equals(expired)) {
      return true; // by another thread of this program
    }
    try (ContextFile.Lock _ = file.lock()) {
      Contexts contexts = file.read();
      Optional<Context> now =
          contexts.named(context.name()).filter(one -> one.server().equals(context.server()));
      if (now.isEmpty() || now.get().token().isEmpty()) {
        return false;
      }
      Context kept = now.get();
      if (kept.token().equals(expired)) {
        Context renewed = renewed(kept);
        file.write(contexts.with(renewed));
        kept = renewed;
      }
      token = kept.token();
      return !token.isEmpty();
    } catch (ContextFile.FaultException unusable) {
      // What could not be kept would be lost, and the next refresh token with it.
      return false;
    }
  }

  /** Signed out where the server says that the sign-in has ended. */
  private Context renewed(Context kept) {
    if (kept.refreshToken().isEmpty()) {
      return kept.signedOut();
    }
    ObjectNode body = Api.json().createObjectNode().put("refreshToken", kept.refreshToken());
    try {
      JsonNode data = answered(body);
      return kept.with(
          data.path("token").asString(""),
          data.path("extra").path("refreshToken").asString(""),
          data.path("expireTime").asString(""));
    } catch (ServerErrorException refused) {
      if (ExitCode.ofError(refused.error().code()) == ExitCode.NOT_SIGNED_IN) {
        return kept.signedOut();
      }
      throw refused;
    }
  }

  /** An answer that got lost is given again, if it is asked for at once. */
  private JsonNode answered(ObjectNode body) {
    try {
      return server.post("/auth/refresh", body, Map.of());
    } catch (UnreachableException lost) {
      return server.post("/auth/refresh", body, Map.of());
    }
  }
}
