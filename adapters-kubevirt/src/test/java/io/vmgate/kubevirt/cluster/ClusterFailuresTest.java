package io.vmgate.kubevirt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vmgate.domain.Failure;
import io.vmgate.domain.PlatformFailure;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusterFailuresTest {
  private static final String SERVER = "https://10.0.0.1:6443";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  static Stream<Arguments> problems() {
    return Stream.of(
        Arguments.of(new UnknownHostException("x"), "the host of the API server S is not known"),
        Arguments.of(
            caused(new ConnectException(), new UnresolvedAddressException()),
            "the host of the API server S is not known"),
        Arguments.of(new ConnectException("refused"), "the API server S cannot be reached"),
        Arguments.of(new HttpConnectTimeoutException("x"), "the API server S does not answer"),
        Arguments.of(new TimeoutException(), "the API server S does not answer"),
        Arguments.of(
            caused(new SSLHandshakeException("PKIX"), new CertificateException("PKIX")),
            "the certificate of the API server S is not trusted"),
        Arguments.of(
            new SSLException("Unsupported or unrecognized SSL message"),
            "no TLS connection to the API server S: Unsupported or unrecognized SSL message"),
        Arguments.of(
            new IOException("EOF\n  reached"), "the line to the API server S broke: EOF reached"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void saysInOneSentenceWhyThereIsNoLine(Exception problem, String expected) {
    assertThat(ClusterFailures.reason(new ExecutionException(problem), SERVER))
        .isEqualTo(expected.replace("server S", "server " + SERVER));
  }

  @Test
  void namesTheFailureBehindARefusal() {
    assertThat(failure(refusal(409, "already there")))
        .isEqualTo(new PlatformFailure.ClusterRefused("already there"));
    assertThat(failure(refusal(401, "Unauthorized")))
        .isEqualTo(
            new PlatformFailure.ClusterUnreachable("the API server refuses our credentials (401)"));
    assertThat(failure(refusal(503, "overloaded")))
        .isEqualTo(
            new PlatformFailure.ClusterUnreachable("the API server answers 503: overloaded"));
  }

  @Test
  void namesTheFailureBehindSilence() {
    assertThat(failure(new KubernetesClientException("x", new HttpTimeoutException("late"))))
        .isEqualTo(new PlatformFailure.ClusterTimedOut(PATIENCE));
    assertThat(failure(new KubernetesClientException("x", new ConnectException())))
        .isEqualTo(
            new PlatformFailure.ClusterUnreachable(
                "the API server " + SERVER + " cannot be reached"));
  }

  @Test
  void shortensWhatAServerSaysAtLength() {
    assertThat(ClusterFailures.refused(500, "x".repeat(5_000))).hasSizeLessThan(400);
  }

  private static Failure failure(Throwable problem) {
    return ClusterFailures.of(problem, SERVER, PATIENCE).failure();
  }

  private static KubernetesClientException refusal(int code, String message) {
    return new KubernetesClientException(
        "client's words", code, new StatusBuilder().withCode(code).withMessage(message).build());
  }

  private static Exception caused(Exception problem, Exception cause) {
    problem.initCause(cause);
    return problem;
  }
}
