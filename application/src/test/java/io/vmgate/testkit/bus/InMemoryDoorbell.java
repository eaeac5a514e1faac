package io.vmgate.testkit.bus;

import io.vmgate.application.bus.Doorbell;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Rings at once, on the thread that rings. */
public final class InMemoryDoorbell implements Doorbell {
  private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();

  @Override
  public void ring(String channel, String payload) {
    requireChannel(channel);
    listeners.getOrDefault(channel, List.of()).forEach(listener -> listener.rung(payload));
  }

  @Override
  public Hearing listen(String channel, Listener listener) {
    requireChannel(channel);
    List<Listener> all = listeners.computeIfAbsent(channel, _ -> new CopyOnWriteArrayList<>());
    all.add(listener);
    listener.mayHaveMissed();
    return () -> all.remove(listener);
  }

  private static void requireChannel(String channel) {
    if (!channel.matches("[a-z_]{1,40}")) {
      throw new IllegalArgumentException("not a channel: " + channel);
    }
  }
}
