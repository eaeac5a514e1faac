package io.vmgate.kubevirt.cluster;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How the API server answered. */
sealed interface ClusterReply {
  /** It did as asked. */
  record Answered(byte[] body) implements ClusterReply {}

  /**
   * It refused.
   *
   * @param code of HTTP
   * @param message the server's own words; empty where it gave none
   * @param retryAfter how long it asks to be left alone; null when it does not say
   */
  record Refused(int code, String message, @Nullable Duration retryAfter) implements ClusterReply {
    /** What was asked for is no longer in the server's history. */
    boolean isGone() {
      return code == 410;
    }

    /** The server does not have this kind of object, or does not show it to us. */
    boolean isUnavailable() {
      return code == 403 || code == 404;
    }
  }

  /**
   * There was no answer.
   *
   * @param reason a sentence for an operator
   */
  record Lost(String reason) implements ClusterReply {}
}
