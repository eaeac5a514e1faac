package io.vmgate.cli.config;

import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.terminal.Surroundings;
import io.vmgate.cli.terminal.Texts;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which server is called, and with what token: an option, else a context that was named, else a
 * variable, else the current context.
 *
 * @param server without a slash at the end; empty when none is known
 * @param token empty when there is none
 * @param caFile empty for the JVM's authorities
 * @param context what the file says of it; nothing when it says nothing
 */
public record Connection(String server, String token, String caFile, Optional<Context> context) {
  private static final String DEFAULT_FILE = ".vmctl/config";

  /**
   * What the command line says about it.
   *
   * @param server {@code --server}
   * @param token {@code --token}
   * @param context {@code --context}
   * @param caFile {@code --ca-file}
   */
  public record Asked(
      @Nullable String server,
      @Nullable String token,
      @Nullable String context,
      @Nullable String caFile) {}

  /** The file of contexts: {@code VM_CONFIG}, else {@code ~/.vmctl/config}. */
  public static ContextFile file(Surroundings surroundings) {
    String named = surroundings.environment().getOrDefault("VM_CONFIG", "");
    return new ContextFile(
        named.isEmpty() ? surroundings.home().resolve(DEFAULT_FILE) : Path.of(named));
  }

  /** Read the file, or refuse it in words. */
  public static Contexts contexts(ContextFile file, Texts texts) {
    try {
      return file.read();
    } catch (ContextFile.FaultException unusable) {
      throw refusal(unusable, texts);
    }
  }

  /**
   * Change the file while no other program does, or say in words why that cannot be.
   *
   * @param change of what the file says now
   */
  public static void change(ContextFile file, Texts texts, UnaryOperator<Contexts> change) {
    try (ContextFile.Lock _ = file.lock()) {
      file.write(change.apply(file.read()));
    } catch (ContextFile.FaultException unusable) {
      throw refusal(unusable, texts);
    }
  }

  private static Refusal refusal(ContextFile.FaultException unusable, Texts texts) {
    String detail = String.valueOf(unusable.getMessage());
    return switch (unusable.fault()) {
      case READABLE_BY_OTHERS ->
          new Refusal(ExitCode.USAGE, texts.of("config.readableByOthers", detail));
      case UNREADABLE -> new Refusal(ExitCode.USAGE, texts.of("config.unusable", detail));
    };
  }

  /**
   * Decide. A token of the file goes to no other server than the one it is from; a context that was
   * asked for by name stands before the variables, which may be of another server and another user.
   */
  public static Connection choose(Asked asked, Surroundings surroundings, Texts texts) {
    String variableServer = variable("VM_SERVER", asked, surroundings);
    String variableToken = variable("VM_TOKEN", asked, surroundings);
    String server = cleaned(asked.server() != null ? asked.server() : variableServer, texts);
    String token = asked.token() != null ? asked.token() : variableToken;
    String caFile = asked.caFile() == null ? "" : asked.caFile();
    // With both given the file does not matter, and what is wrong with it does not either.
    if (!server.isEmpty() && !token.isEmpty() && asked.context() == null) {
      return new Connection(server, token, caFile, Optional.empty());
    }
    Contexts contexts = contexts(file(surroundings), texts);
    Optional<Context> context = contexts.named(contexts.current());
    if (asked.context() != null) {
      context = contexts.named(asked.context());
      if (context.isEmpty()) {
        throw new Refusal(ExitCode.USAGE, texts.of("context.unknown", asked.context()));
      }
    }
    if (context.isEmpty()) {
      return new Connection(server, token, caFile, context);
    }
    Context known = context.get();
    boolean same = server.isEmpty() || server.equals(known.server());
    return new Connection(
        same ? known.server() : server,
        token.isEmpty() && same ? known.token() : token,
        caFile.isEmpty() && same ? known.caFile() : caFile,
        same ? context : Optional.empty());
  }

  private static String variable(String name, Asked asked, Surroundings surroundings) {
    return asked.context() == null ? surroundings.environment().getOrDefault(name, "") : "";
  }

  /** Read an address as people write it; a slash at the end means nothing. */
  public static String cleaned(String server, Texts texts) {
    if (server.isEmpty()) {
      return "";
    }
    String cleaned = server.replaceAll("/+$", "");
    try {
      URI address = new URI(cleaned);
      String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
      boolean known = scheme.equals("http") || scheme.equals("https");
      if (known && address.getHost() != null && address.getUserInfo() == null) {
        return cleaned;
      }
    } catch (URISyntaxException malformed) {
      // Said below.
    }
    throw new Refusal(ExitCode.USAGE, texts.of("server.malformed", server));
  }

  @Override
  public String toString() {
    return "Connection[" + server + "]"; // the token belongs in no output
  }
}
