package io.vmgate.cli.session;

import io.vmgate.cli.config.Context;
import io.vmgate.cli.config.ContextFile;
import io.vmgate.cli.config.Contexts;
import io.vmgate.cli.http.Api;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.http.Tokens;
import io.vmgate.cli.http.UnreachableException;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.terminal.Texts;
import java.net.ConnectException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The token of a context, which is renewed in the file.
 *
 * <p>A refresh token that is shown later than 30 s after its first use ends the sign-in, with its
 * consoles (contract.md, "Renewing a sign-in"). So programs that run at the same time share one
 * renewal, it is written down that a token was shown before it is, and one whose answer got lost is
 * not shown again later: signing in anew costs less.
 */
final class KeptTokens implements Tokens {
  /** Both attempts together end within what the server grants for lost answers. */
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  /** A little less than the server grants. */
  private static final long SHOWN_AGAIN_SECONDS = 20;

  private final ContextFile file;
  private final Context context;
  private final Api server;
  private final InstantSource clock;
  private final Texts texts;
  private volatile String token;

  /**
   * Begin with what the file says.
   *
   * @param server without a token
   */
  KeptTokens(ContextFile file, Context context, Api server, InstantSource clock, Texts texts) {
    this.file = file;
    this.context = context;
    this.server = server.within(PATIENCE);
    this.clock = clock;
    this.texts = texts;
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
      // Somebody else may have signed in there: this program stays who it is.
      Optional<Context> kept = contexts.named(context.name()).filter(context::isOfSameUser);
      if (kept.isEmpty() || kept.get().token().isEmpty()) {
        return false;
      }
      Context now = kept.get();
      if (now.token().equals(expired)) {
        now = renewed(contexts, now);
        token = now.token(); // also where it cannot be kept
        file.write(contexts.with(now));
      }
      token = now.token();
      return !token.isEmpty();
    } catch (ContextFile.FaultException unusable) {
      if (!token.equals(expired)) {
        return !token.isEmpty();
      }
      throw new Refusal(
          ExitCode.NOT_SIGNED_IN,
          texts.of("auth.notRenewed", String.valueOf(unusable.getMessage())));
    }
  }

  /** Signed out where the sign-in has ended, or nobody knows whether it would by being asked. */
  private Context renewed(Contexts contexts, Context kept) throws ContextFile.FaultException {
    long now = clock.instant().getEpochSecond();
    boolean wasShown = kept.refreshShown() != 0;
    if (kept.refreshToken().isEmpty()
        || wasShown && now - kept.refreshShown() > SHOWN_AGAIN_SECONDS) {
      return kept.signedOut();
    }
    if (!wasShown) {
      // What cannot be written now could not be kept either.
      file.write(contexts.with(kept.showing(now)));
    }
    try {
      JsonNode data = answered(kept.refreshToken());
      return kept.with(
          data.path("token").asString(""),
          data.path("extra").path("refreshToken").asString(""),
          data.path("expireTime").asString(""));
    } catch (ServerErrorException refused) {
      if (ExitCode.ofError(refused.error().code()) == ExitCode.NOT_SIGNED_IN) {
        return kept.signedOut();
      }
      if (!isOfAProxy(refused)) {
        file.write(contexts.with(kept.showing(0)));
      }
      throw refused;
    } catch (UnreachableException away) {
      if (away.getCause() instanceof ConnectException) {
        file.write(contexts.with(kept.showing(0)));
      }
      throw away;
    }
  }

  /** An answer that got lost is given again, if it is asked for at once. */
  private JsonNode answered(String refreshToken) {
    ObjectNode body = Api.json().createObjectNode().put("refreshToken", refreshToken);
    try {
      return server.post("/auth/refresh", body, Map.of());
    } catch (UnreachableException lost) {
      return server.post("/auth/refresh", body, Map.of());
    } catch (ServerErrorException refused) {
      if (!isOfAProxy(refused)) {
        throw refused;
      }
      return server.post("/auth/refresh", body, Map.of());
    }
  }

  /** One in front of the platform, which may have answered all the same. */
  private static boolean isOfAProxy(ServerErrorException refused) {
    int code = refused.error().code();
    return code / 100 >= 500 && code % 100 == 0;
  }
}
