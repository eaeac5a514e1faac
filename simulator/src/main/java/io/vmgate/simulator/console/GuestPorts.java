package io.vmgate.simulator.console;

import io.netty.channel.EventLoop;
import io.netty.util.NetUtil;
import io.vmgate.simulator.http.StreamEnd;
import io.vmgate.simulator.service.GuestPort;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.wire.DatagramRelay;
import io.vmgate.simulator.wire.KeepAlive;
import io.vmgate.simulator.wire.Relay;
import io.vmgate.simulator.wire.Silence;
import io.vmgate.simulator.wire.StandIns;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Finds what answers at a port of a guest. The texts of what goes wrong are those of the dialler in
 * the real server (Go: net).
 */
final class GuestPorts {
  private static final int LAST_PORT = 65_535;
  private static final Pattern TARGET =
      Pattern.compile("\\s*(\\d{1,5})=(127\\.0\\.0\\.1|localhost|\\[::1]):(\\d{1,5})\\s*");

  private final StandIns standIns;

  GuestPorts(StandIns standIns) {
    this.standIns = standIns;
  }

  /**
   * Name the line to a port.
   *
   * @param targets which ports lead where, such as {@code 22=127.0.0.1:2222,80=[::1]:8080}; for
   *     what it does not name a stand-in answers or nobody does
   * @param spicePort at which the guest's own SPICE server answers, if it has one; may be empty
   */
  Session.Line line(
      JsonNode instance,
      String protocol,
      String port,
      String targets,
      GuestLines guest,
      String spicePort) {
    JsonNode nic = Json.at(instance, "status", "interfaces").path(0);
    String address = Json.text(nic, "ipAddress");
    return loop -> {
      String network = protocol.isEmpty() ? "tcp" : protocol;
      if (!network.equals("tcp") && !network.equals("udp")) {
        throw new IOException("dialing VM: dial " + network + ": unknown network " + network);
      }
      int number = number(network, port);
      String shown = address.contains(":") ? "[" + address + "]" : address;
      IOException refused =
          new IOException(
              "dialing VM: dial "
                  + network
                  + " "
                  + shown
                  + ":"
                  + number
                  + ": connect: connection refused");
      Optional<SocketAddress> spice =
          network.equals("tcp") && port.equals(spicePort) ? guest.spice() : Optional.empty();
      // Without an address the real server dials itself, where nobody listens.
      SocketAddress target =
          !address.isEmpty() && isForwarded(instance, Json.text(nic, "name"), number)
              ? target(network, number, targets, spice)
              : null;
      if (target == null && network.equals("udp")) {
        // Datagrams to a closed port are lost without a word.
        return new Silence();
      }
      if (target == null) {
        throw refused;
      }
      try {
        return dial(loop, network, target);
      } catch (IOException failure) {
        refused.initCause(failure);
        throw refused;
      }
    };
  }

  /**
   * Tell what is behind a port for those who come by a service.
   *
   * @param targets as in {@link #line}
   */
  static GuestPort behind(JsonNode instance, int port, String targets) {
    String nic = Json.text(Json.at(instance, "status", "interfaces").path(0), "name");
    if (nic.isEmpty()) {
      // Its pod is ready a moment before the guest runs.
      nic = Json.text(Json.at(instance, "spec", "domain", "devices", "interfaces").path(0), "name");
    }
    if (!isForwarded(instance, nic, port)) {
      return new GuestPort.Closed();
    }
    SocketAddress named = named(port, targets);
    return named == null ? new GuestPort.StandIn() : new GuestPort.Elsewhere(named);
  }

  private static StreamEnd dial(EventLoop loop, String network, SocketAddress target)
      throws IOException {
    return network.equals("tcp")
        ? Relay.connect(loop, target, KeepAlive.PINGS)
        : DatagramRelay.connect(loop, target);
  }

  private static int number(String network, String port) throws IOException {
    try {
      int number = Integer.parseInt(port);
      if (number >= 0 && number <= LAST_PORT) {
        return number;
      }
      throw new IOException("dialing VM: dial " + network + ": address " + port + ": invalid port");
    } catch (NumberFormatException word) {
      throw new IOException(
          "dialing VM: dial " + network + ": lookup " + network + "/" + port + ": unknown port",
          word);
    }
  }

  /** An interface that lists ports lets no others through. */
  private static boolean isForwarded(JsonNode instance, String nic, int port) {
    for (JsonNode device : Json.at(instance, "spec", "domain", "devices", "interfaces")) {
      JsonNode listed = device.path("ports");
      if (Json.text(device, "name").equals(nic) && !listed.isEmpty()) {
        return listed.valueStream().anyMatch(entry -> entry.path("port").intValue(0) == port);
      }
    }
    return true;
  }

  private @Nullable SocketAddress target(
      String network, int port, String targets, Optional<SocketAddress> spice) throws IOException {
    if (spice.isPresent()) {
      return spice.get();
    }
    SocketAddress named = named(port, targets);
    if (named != null) {
      return named;
    }
    return (network.equals("tcp") ? standIns.tcp(port) : standIns.udp(port)).orElse(null);
  }

  private static @Nullable SocketAddress named(int port, String targets) {
    for (String entry : targets.split(",")) {
      Matcher match = TARGET.matcher(entry);
      if (match.matches() && Integer.parseInt(match.group(1)) == port) {
        int to = Integer.parseInt(match.group(3));
        // Nobody listens at port 0.
        return new InetSocketAddress(loopback(match.group(2)), to > LAST_PORT ? 0 : to);
      }
    }
    return null;
  }

  private static InetAddress loopback(String host) {
    InetAddress figures = NetUtil.createInetAddressFromIpAddressString(host);
    return figures == null ? InetAddress.getLoopbackAddress() : figures;
  }
}
