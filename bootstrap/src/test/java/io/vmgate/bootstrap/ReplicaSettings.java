package io.vmgate.bootstrap;

import io.vmgate.simulator.Simulator;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** What all replicas over one database and one cluster are told. */
final class ReplicaSettings {
  private ReplicaSettings() {}

  /**
   * Give the variables, to be added to; tenant acme owns the namespace shop.
   *
   * @param users of acme, as a JSON list
   */
  static Map<String, String> of(
      Path folder, EmbeddedPostgres database, Simulator cluster, String users) throws IOException {
    Path tenants = folder.resolve("tenants.json");
    Files.writeString(
        tenants,
        """
        {"tenants":[{"tenantId":"acme","namespaces":["shop"],"users":%s}]}
        """
            .formatted(users));
    Map<String, String> variables = new HashMap<>();
    variables.put("VMGATE_HOST", "127.0.0.1");
    variables.put("VMGATE_PORT", "0");
    variables.put("VMGATE_LOG_FORMAT", "text");
    variables.put(
        "VMGATE_DATABASE_URL", "jdbc:postgresql://127.0.0.1:" + database.getPort() + "/vmgate");
    variables.put("VMGATE_DATABASE_PASSWORD", "secret");
    variables.put("VMGATE_KUBECONFIG", cluster.kubeconfig().toString());
    variables.put("VMGATE_TENANTS_FILE", tenants.toString());
    return variables;
  }
}
