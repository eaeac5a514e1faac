package io.vmgate.rest.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsoleUpgradeTest {
  private final EmbeddedChannel channel = new EmbeddedChannel(new ConsoleUpgrade());

  /** Whether the connection was still there, for each time that it was handed over. */
  private final List<Boolean> taken = new ArrayList<>();

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  @Test
  void endsTheSessionOfWhoWasLetInAndIsAnsweredSomethingElse() {
    asks(ConsoleUpgrade.PATH, HttpMethod.GET);
    letIn();

    answers(HttpResponseStatus.NOT_MODIFIED);
    answers(HttpResponseStatus.OK); // to nobody: the connection has ended

    assertThat(channel.<FullHttpResponse>readOutbound().status())
        .isEqualTo(HttpResponseStatus.NOT_MODIFIED);
    assertThat(taken).containsExactly(false);
  }

  @Test
  void takesTheAnswerToItsOwnRequestAlone() {
    asks("/api/v1/vms", HttpMethod.GET);
    asks(ConsoleUpgrade.PATH, HttpMethod.GET);

    assertThat(channel.attr(ConsoleUpgrade.WISH).get()).isNull();
    answers(HttpResponseStatus.OK);

    assertThat(channel.<FullHttpResponse>readOutbound().status()).isEqualTo(HttpResponseStatus.OK);
  }

  @Test
  void isNotMistakenByAPreliminaryAnswer() {
    asks(ConsoleUpgrade.PATH, HttpMethod.GET);
    letIn();

    answers(HttpResponseStatus.CONTINUE);
    answers(HttpResponseStatus.OK);
    channel.runPendingTasks();

    channel.<FullHttpResponse>readOutbound().release();
    assertThat(channel.<FullHttpResponse>readOutbound().status())
        .isEqualTo(HttpResponseStatus.SWITCHING_PROTOCOLS);
    assertThat(taken).containsExactly(true);
  }

  @Test
  void wantsAGet() {
    asks(ConsoleUpgrade.PATH, HttpMethod.HEAD);

    assertThat(channel.attr(ConsoleUpgrade.WISH).get()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "?token=secret, secret",
    "?a=b&token=sec%72et&token=other, secret",
    "?token=%zz, ''",
    "'', ''"
  })
  void keepsTheTokenFromWhoeverLogsRequests(String query, String token) {
    asks(ConsoleUpgrade.PATH + query, HttpMethod.GET);

    assertThat(channel.<FullHttpRequest>readInbound().uri())
        .isEqualTo(ConsoleUpgrade.PATH + "?token=***");
    assertThat(channel.attr(ConsoleUpgrade.WISH).get())
        .isNotNull()
        .extracting(ConsoleUpgrade.Wish::token)
        .isEqualTo(token);
  }

  private void asks(String path, HttpMethod method) {
    FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, method, path);
    request
        .headers()
        .set("Connection", "Upgrade")
        .set("Upgrade", "websocket")
        .set("Sec-WebSocket-Version", "13")
        .set("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
    channel.writeInbound(request);
  }

  private void letIn() {
    channel.attr(ConsoleUpgrade.TAKER).set(this::take);
  }

  private void take(Channel connection) {
    taken.add(connection.isActive());
  }

  private void answers(HttpResponseStatus status) {
    channel.write(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status));
    channel.flush();
    channel.runPendingTasks();
  }
}
