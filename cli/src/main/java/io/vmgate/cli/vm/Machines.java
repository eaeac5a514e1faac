package io.vmgate.cli.vm;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.http.Query;
import io.vmgate.cli.http.ServerErrorException;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Deadline;
import io.vmgate.cli.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Finds machines by what people call them: an id, a name, or namespace/name. */
public final class Machines {
  private static final int PAGE = 200;
  private static final int NO_SUCH_MACHINE = 40401;

  /** Of more names the list is read once, instead of once for each. */
  private static final int MOST_LOOKUPS = 10;

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Session session;
  private boolean hasWaited;

  /** Look on the server of this session. */
  public Machines(Session session) {
    this.session = session;
  }

  /**
   * Find one.
   *
   * @return as it stands in a list
   * @throws Refusal when there is none, or several have that name
   */
  public JsonNode find(String word) {
    if (ID.matcher(word).matches()) {
      return patiently(() -> session.api().get("/vms/" + word, new Query())).path("basicInfo");
    }
    Name name = Name.of(word);
    Query query = new Query().with("nameLike", name.name()).with("namespace", name.namespace());
    return theOnly(word, patiently(() -> all(session.api(), query)));
  }

  private JsonNode theOnly(String word, List<JsonNode> machines) {
    Name name = Name.of(word);
    List<JsonNode> found = machines.stream().filter(name::isOf).toList();
    if (found.isEmpty()) {
      throw new Refusal(
          ExitCode.NOT_FOUND,
          NO_SUCH_MACHINE,
          session.texts().of("vm.unknown", word),
          "",
          List.of());
    }
    if (found.size() > 1) {
      throw new Refusal(
          ExitCode.USAGE,
          session.texts().of("vm.ambiguous", word),
          found.stream()
              .map(vm -> qualifiedName(vm) + "   " + vm.path("id").asString())
              .toArray(String[]::new));
    }
    return found.getFirst();
  }

  /** Find these; a machine that is named twice comes once. */
  public List<JsonNode> findAll(List<String> words) {
    List<String> names = words.stream().filter(word -> !ID.matcher(word).matches()).toList();
    boolean once = names.size() > MOST_LOOKUPS;
    List<JsonNode> listed = once ? listed(names) : List.of();
    Map<String, JsonNode> found = new LinkedHashMap<>();
    for (String word : words) {
      JsonNode vm = once && names.contains(word) ? theOnly(word, listed) : find(word);
      found.putIfAbsent(vm.path("id").asString(), vm);
    }
    return List.copyOf(found.values());
  }

  /** What a person may call it, and no other machine: namespace/name. */
  public static String qualifiedName(JsonNode vm) {
    return vm.path("namespace").asString("") + "/" + vm.path("name").asString("");
  }

  /** What a person wrote: a name, with a namespace or without. */
  private record Name(String namespace, String name) {
    static Name of(String word) {
      int slash = word.indexOf('/');
      return new Name(slash < 0 ? "" : word.substring(0, slash), word.substring(slash + 1));
    }

    boolean isOf(JsonNode vm) {
      boolean here = namespace.isEmpty() || vm.path("namespace").asString("").equals(namespace);
      return here && vm.path("name").asString("").equals(name);
    }
  }

  /** All machines of the namespaces that are named; of every one when a name has none. */
  private List<JsonNode> listed(List<String> words) {
    Set<String> namespaces =
        words.stream().map(word -> Name.of(word).namespace()).collect(Collectors.toSet());
    if (namespaces.contains("") || namespaces.size() > MOST_LOOKUPS) {
      return patiently(() -> all(session.api(), new Query()));
    }
    List<JsonNode> machines = new ArrayList<>();
    for (String namespace : namespaces) {
      Query query = new Query().with("namespace", namespace);
      machines.addAll(patiently(() -> all(session.api(), query)));
    }
    return machines;
  }

  /** Whoever is asked to come later does, once: a script must not fail half-way for that. */
  private <T> T patiently(Supplier<T> call) {
    try {
      return call.get();
    } catch (ServerErrorException refused) {
      Duration pause = Duration.ofSeconds(refused.error().retryAfterSeconds());
      boolean tooMany = ExitCode.ofError(refused.error().code()) == ExitCode.TOO_MANY;
      if (hasWaited || !tooMany || pause.compareTo(LONGEST_PAUSE) > 0) {
        throw refused;
      }
      hasWaited = true;
      Deadline.in(LONGEST_PAUSE).pause(pause);
      return call.get();
    }
  }

  /** Read all pages of a list of machines. */
  static List<JsonNode> all(Api api, Query query) {
    List<JsonNode> machines = new ArrayList<>();
    int pages = 1;
    for (int page = 1; page <= pages; page++) {
      JsonNode data = api.get("/vms", query.with("page", page).with("pageSize", PAGE));
      data.path("list").forEach(machines::add);
      pages = data.path("pages").asInt(1);
    }
    return machines;
  }
}
