package io.vmgate.testkit.access;

import io.vmgate.application.access.ReachabilityProbe;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers for an address what it was told to; for any other, nothing comes back in time. */
public final class ScriptedReachabilityProbe implements ReachabilityProbe {
  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
  private final List<String> tried = new CopyOnWriteArrayList<>();

  /** Answer like this from now on, after a millisecond. */
  public void answer(String host, int port, Answer answer) {
    answer(host, port, new Outcome(answer, Duration.ofMillis(1)));
  }

  /** Answer like this from now on. */
  public void answer(String host, int port, Outcome outcome) {
    outcomes.put(key(host, port), outcome);
  }

  /** What was tried, {@code host:port}, in order; an IPv6 address has no brackets. */
  public List<String> tried() {
    return List.copyOf(tried);
  }

  @Override
  public Outcome connect(String host, int port, Duration patience) {
    String key = key(host, port);
    tried.add(key);
    return outcomes.getOrDefault(key, new Outcome(Answer.TIMED_OUT, patience));
  }

  private static String key(String host, int port) {
    return host + ":" + port;
  }
}
