package io.vmgate.simulator.http;

/** Answers requests; called on a virtual thread, so it may wait. */
@FunctionalInterface
public interface Endpoint {
  /**
   * Answer one request, fully.
   *
   * @throws ConnectionLostException if the client is gone; nobody is left to tell
   */
  void answer(Exchange exchange);
}
