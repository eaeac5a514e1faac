package io.vmgate.kubevirt.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.LineProblem;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FACTS of KubeVirt 1.9, section 4.6, row by row. */
class LineRefusalsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          404 | virtualmachineinstance.kubevirt.io "web-1" not found | NOT_RUNNING
          400 | No graphics devices are present. | NO_SCREEN
          400 | No serial consoles are present. | NO_SERIAL
          400 | VMI is not running | NOT_RUNNING
          409 | Operation cannot be fulfilled on virtualmachineinstance.kubevirt.io "web-1": VMI is in failed status | NOT_RUNNING
          409 | Operation cannot be fulfilled on virtualmachine.kubevirt.io "web-1": VMI is not started | NOT_RUNNING
          409 | Operation cannot be fulfilled on virtualmachineinstance.kubevirt.io "web-1": VMI is paused | PAUSED
          400 | no network interfaces are present | NO_NETWORK
          500 | Internal error occurred: dialing VM: dial tcp 10.42.0.9:5930: connect: connection refused | NOBODY_LISTENS
          500 | Internal error occurred: dialing VM: dial tcp :5930: connect: connection refused | NO_NETWORK
          400 | Unable to connect to VirtualMachineInstance because phase is Scheduling instead of Running or Scheduled | NOT_RUNNING
          400 | No virt-handler on node k3s-node-01 found | NODE_UNREACHABLE
          500 | Internal error occurred: Can't connect to websocket (502): websocket: bad handshake | NODE_UNREACHABLE
          403 | virtualmachineinstances.subresources.kubevirt.io "web-1" is forbidden: User "vmgate" cannot get resource | FORBIDDEN
          401 | Unauthorized | FORBIDDEN
          503 | service unavailable | NODE_UNREACHABLE
          418 | short and stout | OTHER
          """)
  void understandsWhatKubeVirtSays(int code, String message, LineProblem problem) {
    String status =
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\""
            + message.replace("\"", "\\\"")
            + "\"}";

    assertThat(LineRefusals.of(code, status.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOfSatisfying(
            ConsoleFailure.LineRefused.class,
            refused -> {
              assertThat(refused.problem()).isEqualTo(problem);
              assertThat(message).endsWith(refused.words());
            });
  }

  @Test
  void knowsAScreenThatIsHeldByAnother() {
    String words =
        "Internal error occurred: Can't connect to websocket (503): websocket: bad handshake:"
            + " application info: Active VNC connection. Request denied.";

    assertThat(LineRefusals.of(500, words.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new ConsoleFailure.LineTaken());
  }

  @Test
  void makesDoWithoutWords() {
    assertThat(LineRefusals.of(500, new byte[0]))
        .isEqualTo(new ConsoleFailure.LineRefused(LineProblem.OTHER, "HTTP 500"));
  }
}
