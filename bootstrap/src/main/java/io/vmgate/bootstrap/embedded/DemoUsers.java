package io.vmgate.bootstrap.embedded;

import io.vmgate.bootstrap.settings.SettingsException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Make the demo's users once, and remember their passwords. */
final class DemoUsers {
  static final String FILE = "demo-users.json";

  private static final List<String> ROLES = List.of("viewer", "operator", "administrator");
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private DemoUsers() {}

  /** The users of the home folder: one for each role in each tenant, named like the role. */
  static List<DemoUser> in(Home home) {
    try {
      String known = home.read(FILE);
      if (known != null) {
        return List.of(JSON.readValue(known, DemoUser[].class));
      }
      List<DemoUser> users = DemoTenants.users(home);
      if (users.isEmpty()) {
        users = fresh();
      }
      home.writeSecret(FILE, JSON.writeValueAsString(users) + "\n");
      return users;
    } catch (IOException | JacksonException unusable) {
      throw new SettingsException(
          home.path().resolve(FILE) + " cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  private static List<DemoUser> fresh() {
    List<DemoUser> users = new ArrayList<>();
    for (String tenant : DemoTenants.ids()) {
      for (String role : ROLES) {
        String name = role.equals("administrator") ? "admin" : role;
        users.add(new DemoUser(tenant, name, Passwords.fresh(), List.of(role)));
      }
    }
    return users;
  }
}
