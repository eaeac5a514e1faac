package io.vmgate.bootstrap.embedded;

import io.vmgate.bootstrap.settings.SettingsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Write the demo's tenants as an operator would: into a tenants file. */
final class DemoTenants {
  private static final String FILE = "demo-tenants.json";

  /** Namespaces of generated machines, enough for a million, go to the tenants in turn. */
  private static final int LOAD_NAMESPACES = 1_000;

  private static final List<DemoTenant> TENANTS =
      List.of(
          new DemoTenant("acme", "ACME 商城", List.of("shop", "shop-staging", "payments")),
          new DemoTenant("globex", "Globex 研究院", List.of("research", "render-farm")));

  private DemoTenants() {}

  private record DemoTenant(String id, String name, List<String> namespaces) {}

  static List<String> ids() {
    return TENANTS.stream().map(DemoTenant::id).toList();
  }

  /** Write the file into the home folder and answer its path. */
  static Path write(Home home, List<DemoUser> users) {
    List<Map<String, Object>> tenants = new ArrayList<>();
    for (int turn = 0; turn < TENANTS.size(); turn++) {
      DemoTenant tenant = TENANTS.get(turn);
      List<String> namespaces = new ArrayList<>(tenant.namespaces());
      for (int number = turn; number < LOAD_NAMESPACES; number += TENANTS.size()) {
        namespaces.add("load-%03d".formatted(number));
      }
      List<Map<String, Object>> members =
          users.stream()
              .filter(user -> user.tenantId().equals(tenant.id()))
              .map(DemoTenants::entry)
              .toList();
      tenants.add(
          Map.of(
              "tenantId",
              tenant.id(),
              "name",
              tenant.name(),
              "namespaces",
              namespaces,
              "users",
              members));
    }
    try {
      return home.writeSecret(
          FILE, new JsonMapper().writeValueAsString(Map.of("tenants", tenants)));
    } catch (IOException unusable) {
      throw new SettingsException("the demo tenants cannot be written: " + unusable, unusable);
    }
  }

  /** The users that an earlier start wrote here; empty when there was none. */
  static List<DemoUser> users(Home home) throws IOException {
    String written = home.read(FILE);
    List<DemoUser> users = new ArrayList<>();
    if (written != null) {
      for (JsonNode tenant : new JsonMapper().readTree(written).path("tenants")) {
        for (JsonNode user : tenant.path("users")) {
          users.add(
              new DemoUser(
                  tenant.path("tenantId").asString(),
                  user.path("username").asString(),
                  user.path("password").asString(),
                  user.path("roles").valueStream().map(JsonNode::asString).toList()));
        }
      }
    }
    return users;
  }

  private static Map<String, Object> entry(DemoUser user) {
    return Map.of("username", user.username(), "password", user.password(), "roles", user.roles());
  }
}
