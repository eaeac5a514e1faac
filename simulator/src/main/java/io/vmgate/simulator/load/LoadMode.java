package io.vmgate.simulator.load;

import io.vmgate.simulator.http.StreamEnd;
import io.vmgate.simulator.rfb.CutTextEcho;
import io.vmgate.simulator.rfb.RfbLead;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands in for a guest's screen where somebody measures: {@code stream}, {@code
 * stream:KIB_PER_SECOND}, {@code echo} or {@code discard}, from the first byte; with {@code rfb-}
 * in front of it after a handshake of RFB.
 */
public final class LoadMode {
  private static final Pattern WORD =
      Pattern.compile("(rfb-)?(?:(echo)|(discard)|stream(?::(\\d{1,7}))?)");

  private LoadMode() {}

  /**
   * Read a mode.
   *
   * @param screen the name that a handshake tells
   * @return what makes the end of a stream; empty if the word is none of a mode
   */
  public static Optional<Supplier<StreamEnd>> parse(String word, String screen) {
    Matcher match = WORD.matcher(word);
    if (!match.matches()) {
      return Optional.empty();
    }
    boolean handshake = match.group(1) != null;
    Supplier<StreamEnd> end;
    if (match.group(2) != null) {
      // After a handshake only what RFB has both ways can be echoed: text of the clipboard.
      end = handshake ? CutTextEcho::new : Echo::new;
    } else if (match.group(3) != null) {
      end = Discard::new;
    } else {
      String pace = match.group(4);
      long bytesPerSecond = pace == null ? 0 : Long.parseLong(pace) * 1024;
      end = () -> new Source(bytesPerSecond);
    }
    return Optional.of(handshake ? () -> new RfbLead(screen, end.get()) : end);
  }
}
