package io.vmgate.simulator.service;

import io.netty.channel.Channel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One listener of a service and its connections; only the listeners' thread touches it. */
final class Door {
  private final Map<Channel, Target> clients = new HashMap<>();
  private List<Target> targets = List.of();
  private @Nullable Channel listener;
  private int turn;

  /** Where a door is. */
  record Place(String address, int port, String protocol) {
    @Override
    public String toString() {
      return address + ":" + port + "/" + protocol;
    }
  }

  /** A pod behind a door and its port. */
  record Target(Backend pod, int port) {}

  void listenBy(Channel channel) {
    listener = channel;
  }

  /** Let connections go to these from now on, and end those that go to others. */
  void leadTo(List<Target> wanted) {
    targets = wanted;
    clients.forEach(
        (client, target) -> {
          if (!wanted.contains(target)) {
            client.eventLoop().execute(client::close);
          }
        });
  }

  /** Let a connection in; null if there is nobody to go to. */
  @Nullable Target enter(Channel client) {
    if (targets.isEmpty()) {
      return null;
    }
    Target target = targets.get(turn++ % targets.size());
    clients.put(client, target);
    return target;
  }

  void leave(Channel client) {
    clients.remove(client);
  }

  void close() {
    leadTo(List.of());
    if (listener != null) {
      listener.close();
    }
  }
}
