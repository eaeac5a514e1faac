package io.vmgate.kubevirt.console;

import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds the addresses of hosts, each within a time; names are asked of whoever knows them. */
final class HostNames {
  /** As the operating system resolves them. */
  static final HostNames OF_THIS_MACHINE = new HostNames(InetAddress::getByName);

  private final Names names;

  /** Knows names; may take as long as it likes. */
  @FunctionalInterface
  interface Names {
    InetAddress find(String host) throws UnknownHostException;
  }

  HostNames(Names names) {
    this.names = names;
  }

  /**
   * Find a host's address.
   *
   * @param host a name, or an address itself, which is not asked for
   * @throws TimeoutException when nobody answered in time
   */
  InetAddress resolve(String host, Duration patience)
      throws IOException, TimeoutException, InterruptedException {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
    if (address != null) {
      return InetAddress.getByAddress(host, address);
    }
    FutureTask<InetAddress> asking = new FutureTask<>(() -> names.find(host));
    // A platform thread: the system's resolver would hold on to a virtual one's carrier.
    Thread.ofPlatform().daemon().name("console-names").start(asking);
    try {
      return asking.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof IOException unknown ? unknown : new IOException(failed);
    }
  }
}
