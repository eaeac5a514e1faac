package io.vmgate.rest.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.rest.Answer;
import io.vmgate.rest.ContractServer;
import io.vmgate.rest.envelope.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Keeps the description of the contract, the contract's page and the code in step. */
class DocsTest {
  private static final Path CONTRACT = Path.of("../docs/api/contract.md");
  private static final Pattern OPERATION =
      Pattern.compile(
          "^\\| (GET|POST|PUT|DELETE|PATCH) (/\\S+) \\| ([^|]+?) \\| ([\\d, ]+?) \\|",
          Pattern.MULTILINE);
  private static final Pattern CODE = Pattern.compile("^\\| (\\d{5}) \\|", Pattern.MULTILINE);

  private static ContractServer server;

  @BeforeAll
  static void start() {
    server = ContractServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void describesExactlyTheOperationsOfTheContractsPage() throws IOException {
    JsonNode paths = server.get("/openapi").json().path("paths");
    Set<String> described = new TreeSet<>();
    paths
        .propertyStream()
        .forEach(
            path ->
                path.getValue()
                    .propertyStream()
                    .forEach(
                        operation ->
                            described.add(
                                operation.getKey().toUpperCase(Locale.ROOT)
                                    + " "
                                    + path.getKey().replaceFirst("^/api/v1", ""))));

    assertThat(described)
        .isEqualTo(
            operations().stream()
                .map(row -> row.group(1) + " " + row.group(2))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void namesPermissionAndErrorsOfEveryOperation() throws IOException {
    JsonNode paths = server.get("/openapi").json().path("paths");
    for (MatchResult row : operations()) {
      JsonNode operation =
          paths.path("/api/v1" + row.group(2)).path(row.group(1).toLowerCase(Locale.ROOT));
      String description = operation.path("description").asString();
      assertThat(description).as(row.group()).contains("Errors: " + row.group(4) + ".");
      if (row.group(3).contains(":")) {
        assertThat(description).as(row.group()).contains("Permission: " + row.group(3) + ".");
      }
      assertThat(operation.path("responses").has("200")).as(row.group()).isTrue();
      assertThat(operation.path("responses").has("4XX")).as(row.group()).isTrue();
      assertThat(operation.path("summary").asString()).as(row.group()).isNotBlank();
    }
  }

  @Test
  void listsEveryErrorCode() throws IOException {
    Set<String> listed =
        CODE.matcher(Files.readString(CONTRACT))
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(listed)
        .isEqualTo(
            Arrays.stream(ErrorCode.values())
                .map(code -> String.valueOf(code.number()))
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void describesTheFieldsOfTheContract() {
    JsonNode schemas = server.get("/openapi").json().path("components").path("schemas");

    assertThat(schemas.path("VmView").path("properties").propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "name",
            "namespace",
            "status",
            "vCPU",
            "memory",
            "image",
            "createTime",
            "nodeName",
            "accessIp",
            "serviceInfo",
            "extra");
    assertThat(schemas.path("LoginView").path("properties").propertyNames())
        .containsExactlyInAnyOrder("token", "expireTime", "permissions", "extra");
    assertThat(schemas.path("LoginBody").path("required").toString())
        .isEqualTo("[\"password\",\"username\"]");
    assertThat(schemas.path("VmView").path("properties").path("image").path("example").asString())
        .isEqualTo("centos:7");
  }

  @Test
  void showsThePage() {
    Answer redirect = server.get("/docs");
    Answer page = server.get("/docs/index.html");

    assertThat(redirect.status()).isEqualTo(301);
    assertThat(redirect.header("Location")).isEqualTo("/docs/index.html");
    assertThat(page.status()).isEqualTo(200);
    for (String asset :
        List.of("assets/swagger-ui.css", "assets/swagger-ui-bundle.js", "page.js")) {
      assertThat(page.body()).contains(asset);
      assertThat(server.get("/docs/" + asset).status()).as(asset).isEqualTo(200);
    }
  }

  private static List<MatchResult> operations() throws IOException {
    List<MatchResult> rows = OPERATION.matcher(Files.readString(CONTRACT)).results().toList();
    assertThat(rows).as("rows of %s", CONTRACT).isNotEmpty();
    return rows;
  }
}
