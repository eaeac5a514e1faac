package io.vmgate.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgate.application.auth.TenantSeed;
import io.vmgate.application.auth.TenantSeed.SeedPassword;
import io.vmgate.domain.access.PortRange;
import io.vmgate.domain.access.ServiceType;
import io.vmgate.domain.access.TenantQuota;
import io.vmgate.domain.auth.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantsFileTest {
  @TempDir private Path folder;

  private List<TenantSeed> read(String content) throws IOException {
    Path file = folder.resolve("tenants.json");
    Files.writeString(file, content);
    return new TenantsFile(file).read();
  }

  @Test
  void readsTenantsAndUsers() throws IOException {
    List<TenantSeed> seeds =
        read(
            """
            {"tenants":[
              {"tenantId":"acme","name":"Acme Inc.","namespaces":["shop","pay"],"users":[
                {"username":"ann","password":"s3cret","roles":["viewer","operator"]},
                {"username":"bob","passwordHash":"$argon2id$…","roles":["administrator"]}]},
              {"tenantId":"globex","namespaces":[],"users":[]}]}
            """);

    assertThat(seeds).hasSize(2);
    TenantSeed acme = seeds.getFirst();
    assertThat(acme.tenant().displayName()).isEqualTo("Acme Inc.");
    assertThat(acme.tenant().namespaces()).containsExactlyInAnyOrder("shop", "pay");
    assertThat(acme.users().getFirst().roles())
        .containsExactlyInAnyOrder(Role.VIEWER, Role.OPERATOR);
    assertThat(acme.users().getFirst().password()).isEqualTo(new SeedPassword.Plain("s3cret"));
    assertThat(acme.users().getLast().password()).isEqualTo(new SeedPassword.Hashed("$argon2id$…"));
    assertThat(seeds.getLast().tenant().displayName()).isEqualTo("globex");
  }

  @Test
  void readsQuotasAsFarAsTheyAreStated() throws IOException {
    List<TenantSeed> seeds =
        read(
            """
            {"tenants":[
              {"tenantId":"a","namespaces":[],"users":[],"accessQuota":{
                "services":3,"types":["NodePort"],"nodePorts":"30100-30199"}},
              {"tenantId":"b","namespaces":[],"users":[],"accessQuota":{"services":0}},
              {"tenantId":"c","namespaces":[],"users":[]}]}
            """);

    assertThat(seeds)
        .extracting(TenantSeed::quota)
        .containsExactly(
            new TenantQuota(3, Set.of(ServiceType.NODE_PORT), new PortRange(30_100, 30_199)),
            new TenantQuota(0, Set.of(), null),
            null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                                            | tenants is not a list
          {"tenants":[{"tenantId":"A B"}]}                              | tenants[0].tenantId is not 1–63
          {"tenants":[{"tenantId":"a"}]}                                | tenants[0].namespaces is not a list
          {"tenants":[{"tenantId":"a","namespaces":[]}]}                | tenants[0].users is not a list
          {"tenants":[{"tenantId":"a","namespaces":[],"users":[{}]}]}   | tenants[0].users[0].username is missing
          {"tenants":[{"tenantId":"a","namespaces":[],"users":[{"username":"u","roles":["king"]}]}]} | tenants[0].users[0].roles names a role
          {"tenants":[{"tenantId":"a","namespaces":[],"users":[{"username":"u","roles":[]}]}]} | tenants[0].users[0].password is missing
          {"tenants":[{"tenantId":"a","namespaces":[],"users":[],"accessQuota":{"services":-1}}]} | tenants[0].accessQuota.services is not a number
          {"tenants":[{"tenantId":"a","namespaces":[],"users":[],"accessQuota":{"types":["Ingress"]}}]} | tenants[0].accessQuota.types names a type
          {"tenants":[{"tenantId":"a","namespaces":[],"users":[],"accessQuota":{"nodePorts":"9-1"}}]} | tenants[0].accessQuota.nodePorts is no range
          {                                                             | is not JSON
          """)
  void namesThePlaceThatIsWrong(String content, String sentence) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void saysThatTheFileIsMissing() {
    assertThatThrownBy(() -> new TenantsFile(folder.resolve("none.json")).read())
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("cannot be read");
  }
}
