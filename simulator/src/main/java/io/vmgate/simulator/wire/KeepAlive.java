package io.vmgate.simulator.wire;

import io.vmgate.simulator.http.ByteStream;
import java.time.Duration;

/** Whether the simulator pings the client of a stream. */
public enum KeepAlive {
  /** Once a second, as KubeVirt does for forwarded ports. */
  PINGS {
    @Override
    void begin(ByteStream stream) {
      stream.keepAlive(Duration.ofSeconds(1), Duration.ofSeconds(60));
    }
  },

  NONE {
    @Override
    void begin(ByteStream stream) {}
  };

  abstract void begin(ByteStream stream);
}
