package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.bootstrap.ApiClient.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded platform finds again after it was stopped, and after it was killed. */
class RestartTest {
  @TempDir private Path folder;

  @Test
  void findsUsersTokensAndMachinesAgain() throws IOException, InterruptedException {
    Path home = folder.resolve("home");
    String users;
    String token;
    List<String> machines;
    try (PlatformProcess first = PlatformProcess.startEmbedded(home);
        ApiClient api = new ApiClient(first.url())) {
      users = Files.readString(home.resolve("demo-users.json"));
      token = api.token("acme", "viewer", PlatformProcess.password(home, "acme", "viewer"));
      machines = ids(api.get("/api/v1/vms?pageSize=200&sortBy=name", token));
      first.kill();
    }
    try (PlatformProcess second = PlatformProcess.startEmbedded(home);
        ApiClient api = new ApiClient(second.url())) {
      assertThat(Files.readString(home.resolve("demo-users.json"))).isEqualTo(users);
      assertThat(ids(api.get("/api/v1/vms?pageSize=200&sortBy=name", token))).isEqualTo(machines);
      assertThat(second.stop()).isIn(0, 143);
    }
    try (PlatformProcess third = PlatformProcess.startEmbedded(home);
        ApiClient api = new ApiClient(third.url())) {
      assertThat(api.get("/api/v1/auth/me", token).status()).isEqualTo(200);
      assertThat(
              api.signIn("acme", "viewer", PlatformProcess.password(home, "acme", "viewer"))
                  .status())
          .isEqualTo(200);
    }
  }

  private static List<String> ids(Answer list) {
    assertThat(list.status()).isEqualTo(200);
    return list.data().path("list").valueStream().map(vm -> vm.path("id").asString()).toList();
  }
}
