package io.vmgate.testkit.console;

import io.vmgate.application.console.ScreenCamera;
import io.vmgate.domain.Failure;
import io.vmgate.domain.vm.VmName;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Shows the machine's name for a picture, or refuses as it is told to. */
public final class ScriptedScreenCamera implements ScreenCamera {
  private final AtomicInteger shots = new AtomicInteger();
  private volatile @Nullable Failure refusal;

  /** Refuse every picture from now on. */
  public void refuse(Failure why) {
    refusal = why;
  }

  /** How many pictures were asked for. */
  public int shots() {
    return shots.get();
  }

  @Override
  public byte[] shoot(VmName vm, Duration patience) {
    shots.incrementAndGet();
    Failure why = refusal;
    if (why != null) {
      throw why.toException();
    }
    return ("\211PNG " + vm).getBytes(StandardCharsets.ISO_8859_1);
  }
}
