package io.vmgate.cli.vm;

import io.vmgate.cli.http.Api;
import io.vmgate.cli.http.Query;
import io.vmgate.cli.outcome.ExitCode;
import io.vmgate.cli.outcome.Refusal;
import io.vmgate.cli.session.Session;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Finds machines by what people call them: an id, a name, or namespace/name. */
public final class Machines {
  private static final int PAGE = 200;
  private static final int NO_SUCH_MACHINE = 40401;
  private static final Pattern ID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final Session session;

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
      return session.api().get("/vms/" + word, new Query()).path("basicInfo");
    }
    List<JsonNode> found = named(word);
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
    Map<String, JsonNode> found = new LinkedHashMap<>();
    for (String word : words) {
      JsonNode vm = find(word);
      found.putIfAbsent(vm.path("id").asString(), vm);
    }
    return List.copyOf(found.values());
  }

  /** What a person may call it, and no other machine: namespace/name. */
  public static String qualifiedName(JsonNode vm) {
    return vm.path("namespace").asString("") + "/" + vm.path("name").asString("");
  }

  private List<JsonNode> named(String word) {
    int slash = word.indexOf('/');
    String name = word.substring(slash + 1);
    String namespace = slash < 0 ? "" : word.substring(0, slash);
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode vm :
        all(session.api(), new Query().with("nameLike", name).with("namespace", namespace))) {
      boolean here = namespace.isEmpty() || vm.path("namespace").asString("").equals(namespace);
      if (here && vm.path("name").asString("").equals(name)) {
        found.add(vm);
      }
    }
    return found;
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
