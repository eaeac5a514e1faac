package io.vmgate.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vmgate.bootstrap.ApiClient.Answer;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Operates machines through one replica, as a person does. */
record Operator(ApiClient api, String token) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  /** A machine of the tenant's. */
  record Machine(String id, String namespace, String name) {
    /** As the cluster calls it. */
    String path() {
      return namespace + "/" + name;
    }
  }

  /** The same person at another replica. */
  Operator at(PlatformProcess replica) {
    return new Operator(new ApiClient(replica.url()), token);
  }

  /** Wait until the replica has read the cluster. */
  Operator ready() {
    await().atMost(PATIENCE).until(() -> api.get("/health/readiness").status() == 200);
    return this;
  }

  /** The generated machines in that state, by name. */
  List<Machine> machines(String status) {
    Answer answer =
        api.get("/api/v1/vms?pageSize=200&sortBy=name&nameLike=-00&status=" + status, token);
    return answer
        .data()
        .path("list")
        .valueStream()
        .map(
            vm ->
                new Machine(
                    vm.path("id").asString(),
                    vm.path("namespace").asString(),
                    vm.path("name").asString()))
        .collect(Collectors.toList());
  }

  Answer tryTo(String action, Machine machine) {
    return api.post("/api/v1/vms/" + machine.id() + "/" + action, "{}", token);
  }

  /** Have an operation accepted; answers its task. */
  String operate(String action, Machine machine) {
    Answer answer = tryTo(action, machine);
    assertThat(answer.status()).as("%s %s: %s", action, machine, answer.body()).isEqualTo(200);
    return answer.data().path("taskId").asString();
  }

  JsonNode task(String id) {
    return api.get("/api/v1/tasks/" + id, token).data();
  }

  String step(String id) {
    return task(id).path("extra").path("step").asString();
  }

  /** How many tasks there are of that status; of any, if it is empty. */
  int tasks(String status) {
    String query = status.isEmpty() ? "" : "?status=" + status;
    return api.get("/api/v1/tasks" + query, token).data().path("total").asInt();
  }

  /** How a machine stands. */
  String status(Machine machine) {
    return api.get("/api/v1/vms/" + machine.id(), token)
        .data()
        .path("basicInfo")
        .path("status")
        .asString();
  }

  /** Wait for the end of a task. */
  JsonNode ended(String id) {
    return await()
        .atMost(PATIENCE)
        .until(
            () -> api.get("/api/v1/tasks/" + id + "?wait=5", token).data(),
            shown -> !shown.path("status").asString("running").equals("running"));
  }

  @Override
  public void close() {
    api.close();
  }
}
