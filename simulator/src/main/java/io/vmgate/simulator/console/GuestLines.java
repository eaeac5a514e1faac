package io.vmgate.simulator.console;

import io.netty.channel.EventLoop;
import io.vmgate.simulator.http.StreamEnd;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.Optional;

/** What a running guest can be looked at and talked to through. Any thread may call. */
public interface GuestLines {
  /** Dial the screen; RFB from its first byte. */
  StreamEnd screen(EventLoop loop) throws IOException;

  /** Dial the serial line; raw bytes. */
  StreamEnd serial(EventLoop loop) throws IOException;

  /** Take a picture of the screen as a PNG file. */
  byte[] screenshot() throws IOException;

  /** Say where the guest's SPICE server listens; empty if it has none. */
  Optional<SocketAddress> spice() throws IOException;

  /** Stop the guest's processors, or let them go on. */
  void setPaused(boolean paused);

  /** Boot anew. */
  void reboot();
}
