package io.vmgate.kubevirt.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.PlatformFailure;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Turns what goes wrong on the line to the cluster into failures, and into sentences an operator
 * can act on. No sentence holds a token, a header or a query.
 */
public final class ClusterFailures {
  private static final int MOST_WORDS = 300;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;
  private static final int DEEPEST = 20;
  private static final List<Class<? extends Exception>> BEFORE_SENDING =
      List.of(
          ConnectException.class,
          HttpConnectTimeoutException.class,
          NoRouteToHostException.class,
          UnknownHostException.class,
          UnresolvedAddressException.class,
          SSLHandshakeException.class);

  private ClusterFailures() {}

  /**
   * Name the failure behind an exception of the client.
   *
   * @param server the API server's address
   * @param patience how long the call was allowed to take
   */
  public static FailureException of(Throwable problem, String server, Duration patience) {
    KubernetesClientException refusal = find(problem, KubernetesClientException.class);
    int code = refusal == null ? 0 : refusal.getCode();
    if (code >= SERVER_ERROR || code == UNAUTHORIZED) {
      return new PlatformFailure.ClusterUnreachable(refused(code, words(refusal)))
          .toException(problem);
    }
    if (code > 0) {
      return new PlatformFailure.ClusterRefused(words(refusal)).toException(problem);
    }
    boolean late =
        find(problem, HttpTimeoutException.class) != null
            || find(problem, TimeoutException.class) != null;
    return late
        ? new PlatformFailure.ClusterTimedOut(patience).toException(problem)
        : new PlatformFailure.ClusterUnreachable(reason(problem, server)).toException(problem);
  }

  /** Name the failure behind an answer that refuses something. */
  public static FailureException of(int code, byte[] body) {
    return code >= SERVER_ERROR || code == UNAUTHORIZED
        ? new PlatformFailure.ClusterUnreachable(refused(code, StatusWords.of(code, body)))
            .toException()
        : new PlatformFailure.ClusterRefused(StatusWords.of(code, body)).toException();
  }

  /** Whether the API server may have got what was sent; false when there was no line to it. */
  public static boolean wasSent(Throwable problem) {
    return BEFORE_SENDING.stream().allMatch(type -> find(problem, type) == null);
  }

  /** Say in one sentence why there is no line to the API server. */
  public static String reason(Throwable problem, String server) {
    if (find(problem, UnknownHostException.class) != null
        || find(problem, UnresolvedAddressException.class) != null) {
      return "the host of the API server " + server + " is not known";
    }
    if (find(problem, CertPathBuilderException.class) != null
        || find(problem, CertificateException.class) != null) {
      return "the certificate of the API server " + server + " is not trusted";
    }
    SSLException tls = find(problem, SSLException.class);
    if (tls != null) {
      return "no TLS connection to the API server " + server + ": " + shortened(tls.getMessage());
    }
    if (find(problem, HttpTimeoutException.class) != null
        || find(problem, TimeoutException.class) != null) {
      return "the API server " + server + " does not answer";
    }
    if (find(problem, ConnectException.class) != null
        || find(problem, NoRouteToHostException.class) != null) {
      return "the API server " + server + " cannot be reached";
    }
    return "the line to the API server " + server + " broke: " + shortened(root(problem));
  }

  /** Say in one sentence what the API server's refusal means. */
  static String refused(int code, String message) {
    String said = message.isBlank() ? "" : ": " + shortened(message);
    return switch (code) {
      case UNAUTHORIZED -> "the API server refuses our credentials (401)";
      case FORBIDDEN -> "the API server forbids it (403)" + said;
      default -> "the API server answers " + code + said;
    };
  }

  private static String words(@Nullable KubernetesClientException refusal) {
    if (refusal == null) {
      return "";
    }
    String status = refusal.getStatus() == null ? null : refusal.getStatus().getMessage();
    return shortened(status == null ? refusal.getMessage() : status);
  }

  private static String root(Throwable problem) {
    Throwable deepest = problem;
    for (int depth = 0; depth < DEEPEST; depth++) {
      Throwable cause = deepest.getCause();
      if (cause == null) {
        break;
      }
      deepest = cause;
    }
    String message = deepest.getMessage();
    return message == null ? deepest.getClass().getSimpleName() : message;
  }

  private static String shortened(@Nullable String text) {
    if (text == null) {
      return "no reason given";
    }
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= MOST_WORDS ? line : line.substring(0, MOST_WORDS) + "…";
  }

  private static <T extends Throwable> @Nullable T find(Throwable problem, Class<T> type) {
    Throwable current = problem;
    for (int depth = 0; depth < DEEPEST && current != null; depth++) {
      if (type.isInstance(current)) {
        return type.cast(current);
      }
      current = current.getCause();
    }
    return null;
  }
}
