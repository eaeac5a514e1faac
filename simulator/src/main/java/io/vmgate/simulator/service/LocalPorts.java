package io.vmgate.simulator.service;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** The ports of this machine's loopback addresses, as far as services are opened there. */
public enum LocalPorts {
  /** Services are only objects; every port is as good as any other. */
  CLOSED {
    @Override
    public boolean canOpen(String address, int port, String protocol) {
      return true;
    }
  },

  /** Node ports and load balancers are opened. */
  OPENED {
    @Override
    public boolean canOpen(String address, int port, String protocol) {
      try {
        InetSocketAddress at = new InetSocketAddress(InetAddress.getByName(address), port);
        if (protocol.equals("UDP")) {
          new DatagramSocket(at).close();
        } else {
          try (ServerSocket socket = new ServerSocket()) {
            socket.bind(at);
          }
        }
        return true;
      } catch (IOException taken) {
        return false;
      }
    }
  };

  /** Where node ports are opened. */
  public static final String NODE_ADDRESS = "127.0.0.1";

  /**
   * Tell whether a port could be opened now.
   *
   * @param address a loopback address in figures
   * @param protocol TCP or UDP; nothing else is ever opened
   */
  public abstract boolean canOpen(String address, int port, String protocol);

  boolean canOpen(int nodePort) {
    return canOpen(NODE_ADDRESS, nodePort, "TCP") && canOpen(NODE_ADDRESS, nodePort, "UDP");
  }
}
