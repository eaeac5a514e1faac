package io.vmgate.simulator.rfb;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The encodings of one connection. Those that remember what they sent live as long as it does,
 * since the client's memory of them does too.
 */
final class Encodings {
  private final Map<Integer, Encoding> used = new HashMap<>();

  /** Give the encoding of this number, null if the server does not know it. */
  @Nullable Encoding find(int number) {
    Encoding present = used.get(number);
    if (present != null) {
      return present;
    }
    Encoding made =
        switch (number) {
          case RawEncoding.NUMBER -> new RawEncoding();
          case HextileEncoding.NUMBER -> new HextileEncoding();
          case ZrleEncoding.NUMBER -> new ZrleEncoding();
          case TightEncoding.NUMBER -> new TightEncoding();
          default -> null;
        };
    if (made != null) {
      used.put(number, made);
    }
    return made;
  }

  void close() {
    used.values().forEach(Encoding::close);
    used.clear();
  }
}
