package io.vmgate.bootstrap.settings;

import io.vmgate.application.auth.TenantSeed;
import io.vmgate.application.auth.TenantSeed.SeedPassword;
import io.vmgate.application.auth.TenantSeed.UserSeed;
import io.vmgate.domain.access.PortRange;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.TenantQuota;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.tenant.Tenant;
import io.vmgate.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Read the operator's file of tenants and users: {@code
 * {"tenants":[{"tenantId","name","namespaces": […],"users":[{"username","password" or
 * "passwordHash","roles":[…]}],"accessQuota":{"services","types":[…],"nodePorts"}}]}}; the quota
 * and each part of it may be left out.
 */
public final class TenantsFile {
  private static final JsonMapper JSON = new JsonMapper();

  private final Path path;

  public TenantsFile(Path path) {
    this.path = path;
  }

  /**
   * Read the file.
   *
   * @throws SettingsException naming the place that is missing or wrong
   */
  public List<TenantSeed> read() {
    try {
      List<TenantSeed> seeds = new ArrayList<>();
      int index = 0;
      for (JsonNode tenant : list(JSON.readTree(Files.readString(path)), "", "tenants")) {
        seeds.add(tenant(tenant, "tenants[" + index++ + "]"));
      }
      return seeds;
    } catch (IOException unreadable) {
      throw new SettingsException(
          "the tenants file " + path + " cannot be read: " + unreadable.getMessage(), unreadable);
    } catch (JacksonException malformed) {
      throw new SettingsException(
          "the tenants file " + path + " is not JSON: " + malformed.getOriginalMessage(),
          malformed);
    }
  }

  private TenantSeed tenant(JsonNode node, String place) {
    String id = text(node, place, "tenantId");
    if (!TenantId.isWellFormed(id)) {
      throw wrong(place + ".tenantId", "is not 1–63 lower-case letters, digits and dashes");
    }
    String name = node.path("name").isString() ? node.path("name").asString() : id;
    Set<String> namespaces = new LinkedHashSet<>();
    list(node, place + ".", "namespaces")
        .forEach(namespace -> namespaces.add(namespace.asString()));
    List<UserSeed> users = new ArrayList<>();
    int index = 0;
    for (JsonNode user : list(node, place + ".", "users")) {
      users.add(user(user, place + ".users[" + index++ + "]"));
    }
    try {
      return new TenantSeed(
          new Tenant(new TenantId(id), name, namespaces, false),
          users,
          quota(node.path("accessQuota"), place + ".accessQuota"));
    } catch (IllegalArgumentException twice) {
      throw new SettingsException("the tenants file " + path + ": " + twice.getMessage(), twice);
    }
  }

  private @Nullable TenantQuota quota(JsonNode node, String place) {
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    JsonNode services = node.path("services");
    if (!services.isMissingNode() && !(services.isInt() && services.intValue() >= 0)) {
      throw wrong(place + ".services", "is not a number from 0 on");
    }
    Set<ServiceType> types = new LinkedHashSet<>();
    if (node.has("types")) {
      for (JsonNode type : list(node, place + ".", "types")) {
        types.add(
            ServiceType.ofWireName(type.asString())
                .orElseThrow(
                    () ->
                        wrong(
                            place + ".types",
                            "names a type that is none of NodePort, LoadBalancer, ClusterIP: "
                                + type)));
      }
    }
    JsonNode nodePorts = node.path("nodePorts");
    return new TenantQuota(
        services.isMissingNode() ? null : services.intValue(),
        types,
        nodePorts.isMissingNode()
            ? null
            : PortRange.parse(nodePorts.asString(""))
                .orElseThrow(
                    () -> wrong(place + ".nodePorts", "is no range of ports such as 30000-30999")));
  }

  private UserSeed user(JsonNode node, String place) {
    String name = text(node, place, "username");
    UserName username =
        UserName.parse(name)
            .orElseThrow(() -> wrong(place + ".username", "is no user name: " + name));
    Set<Role> roles = new LinkedHashSet<>();
    for (JsonNode role : list(node, place + ".", "roles")) {
      roles.add(
          Role.ofWireName(role.asString())
              .orElseThrow(
                  () ->
                      wrong(
                          place + ".roles",
                          "names a role that is none of viewer, operator, administrator: "
                              + role)));
    }
    return new UserSeed(username, password(node, place), roles);
  }

  private SeedPassword password(JsonNode node, String place) {
    return node.path("passwordHash").isString()
        ? new SeedPassword.Hashed(node.path("passwordHash").asString())
        : new SeedPassword.Plain(text(node, place, "password"));
  }

  private String text(JsonNode node, String place, String field) {
    JsonNode value = node.path(field);
    if (!value.isString() || value.asString().isBlank()) {
      throw wrong(place + "." + field, "is missing");
    }
    return value.asString();
  }

  private JsonNode list(JsonNode node, String prefix, String field) {
    JsonNode value = node.path(field);
    if (!value.isArray()) {
      throw wrong(prefix + field, "is not a list");
    }
    return value;
  }

  private SettingsException wrong(String place, String what) {
    return new SettingsException("the tenants file " + path + ": " + place + " " + what);
  }
}
