package io.vmgate.simulator.rfb;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a guest shows: boot messages in text mode first, then a title with a clock, a moving bar,
 * colours, the pointer, and a console that echoes what is typed. Any thread may call.
 */
public final class Screen {
  private static final Duration BOOT_TIME = Duration.ofSeconds(4);
  private static final int TEXT_WIDTH = 720;
  private static final int TEXT_HEIGHT = 400;
  private static final int WIDTH = 800;
  private static final int HEIGHT = 600;
  private static final int TITLE_HEIGHT = 32;
  private static final int BAR_TOP = 32;
  private static final int COLOURS_TOP = 48;
  private static final int STATUS_TOP = 80;
  private static final int CONSOLE_TOP = 96;
  private static final int BLOCK = 64;
  private static final int LONGEST_CLIP_SHOWN = 60;

  private static final List<String> BOOT =
      List.of(
          "SeaBIOS (simulated)",
          "Booting from Hard Disk...",
          "Loading kernel ...",
          "[    0.000000] Linux version 6.12.0 (simulated)",
          "[    0.412318] virtio_blk virtio2: [vda] 41943040 512-byte logical blocks",
          "[    0.981204] virtio_net virtio0 enp1s0: renamed from eth0",
          "[    1.730911] EXT4-fs (vda1): mounted filesystem with ordered data mode",
          "[    2.206735] systemd[1]: Detected virtualization kvm.",
          "[    2.911482] systemd[1]: Reached target network.target - Network.",
          "[    3.502619] systemd[1]: Started getty@tty1.service - Getty on tty1.");

  private final String name;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Framebuffer picture;
  private TextArea text;
  private Instant started;
  private boolean booting = true;
  private int bootLines;
  private @Nullable Instant paused;
  private Duration lost = Duration.ZERO;
  private long shownSecond = -1;
  private int shownBlock = -1;
  private String clip = "";

  /**
   * @param name namespace and name
   * @param started when the guest was switched on
   */
  public Screen(String name, Instant started, InstantSource clock) {
    this.name = name;
    this.clock = clock;
    this.started = started;
    this.picture = new Framebuffer(TEXT_WIDTH, TEXT_HEIGHT);
    this.text = new TextArea(picture, picture.bounds());
    advance();
  }

  String name() {
    return name;
  }

  /** Read or change the picture while nobody else does. */
  <T> T withPicture(java.util.function.Function<Framebuffer, T> work) {
    return locked(() -> work.apply(picture));
  }

  /** Stop or go on; a guest that is stopped shows the same and takes no input. */
  public void setPaused(boolean wanted) {
    locked(
        () -> {
          Instant since = paused;
          if (wanted && since == null) {
            paused = clock.instant();
          } else if (!wanted && since != null) {
            lost = lost.plus(Duration.between(since, clock.instant()));
            paused = null;
          }
          return wanted;
        });
  }

  /** Boot again. */
  public void reboot() {
    locked(
        () -> {
          started = clock.instant();
          lost = Duration.ZERO;
          paused = paused == null ? null : started;
          booting = true;
          bootLines = 0;
          shownSecond = -1;
          shownBlock = -1;
          picture.resize(TEXT_WIDTH, TEXT_HEIGHT);
          text = new TextArea(picture, picture.bounds());
          return name;
        });
    advance();
  }

  /** Take the picture as a PNG file. */
  public byte[] png() {
    advance();
    return locked(() -> Png.of(picture.copy(picture.bounds()), picture.width(), picture.height()));
  }

  /** Bring what depends on the time up to date. */
  void advance() {
    locked(
        () -> {
          Duration age = age();
          if (booting) {
            boot(age);
          }
          if (!booting) {
            clock(age.toSeconds());
            bar((int) (age.toMillis() / 200 % (WIDTH / 8)) * 8);
          }
          return age;
        });
  }

  private Duration age() {
    Instant now = paused == null ? clock.instant() : paused;
    Duration age = Duration.between(started, now).minus(lost);
    return age.isNegative() ? Duration.ZERO : age;
  }

  private void boot(Duration age) {
    if (age.compareTo(BOOT_TIME) >= 0) {
      booting = false;
      picture.resize(WIDTH, HEIGHT);
      picture.fill(new Rectangle(0, 0, WIDTH, TITLE_HEIGHT), Palette.BLUE);
      picture.text(16, 8, name, Palette.WHITE, Palette.BLUE);
      colours();
      pointer(0, 0, 0);
      text = new TextArea(picture, new Rectangle(0, CONSOLE_TOP, WIDTH, HEIGHT - CONSOLE_TOP - 8));
      text.line("VMGate simulator, guest " + name);
      text.line("What is typed is echoed here. Ctrl-C gives the clipboard back.");
      text.write("> ");
      return;
    }
    long due = age.toMillis() * BOOT.size() / BOOT_TIME.toMillis() + 1;
    while (bootLines < Math.min(due, BOOT.size())) {
      text.line(BOOT.get(bootLines));
      bootLines++;
    }
  }

  private void clock(long second) {
    if (second != shownSecond) {
      shownSecond = second;
      String up =
          "up %dd %02d:%02d:%02d"
              .formatted(second / 86_400, second / 3600 % 24, second / 60 % 60, second % 60);
      picture.text(WIDTH - 16 - up.length() * Glyphs.WIDTH, 8, up, Palette.YELLOW, Palette.BLUE);
    }
  }

  private void bar(int x) {
    if (x == shownBlock) {
      return;
    }
    if (shownBlock >= 0) {
      picture.fill(new Rectangle(shownBlock, BAR_TOP, BLOCK, 16), Palette.BLACK);
    }
    picture.fill(new Rectangle(x, BAR_TOP, BLOCK, 16), Palette.ORANGE);
    shownBlock = x;
  }

  private void colours() {
    for (int i = 0; i < 216; i++) {
      picture.fill(
          new Rectangle(i % 72 * 8, COLOURS_TOP + i / 72 * 10, 8, 10), Palette.FIRST_OF_CUBE + i);
    }
    for (int i = 0; i < 24; i++) {
      picture.fill(new Rectangle(608 + i * 8, COLOURS_TOP, 8, 32), Palette.FIRST_GREY + i);
    }
  }

  private void pointer(int x, int y, int buttons) {
    StringBuilder pressed = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      pressed.append((buttons >> i & 1) != 0 ? (char) ('1' + i) : '-');
    }
    picture.text(
        16,
        STATUS_TOP,
        "pointer %5d,%5d  buttons %s  clipboard %7d letters"
            .formatted(x, y, pressed, clip.length()),
        Palette.WHITE,
        Palette.BLACK);
  }

  /** The pointer is here, with these buttons down. */
  void point(int x, int y, int buttons) {
    input(() -> pointer(x, y, buttons));
  }

  /** A letter was typed; a new line ends the line, a backspace takes the last letter back. */
  void type(char letter) {
    input(
        () -> {
          switch (letter) {
            case '\n' -> {
              text.newLine();
              text.write("> ");
            }
            case '\b' -> text.rubOut();
            default -> text.type(letter);
          }
        });
  }

  /** The client has put something on its clipboard. */
  void clip(String copied) {
    input(
        () -> {
          clip = copied;
          text.newLine();
          text.write(
              "clipboard: "
                  + copied
                      .substring(0, Math.min(copied.length(), LONGEST_CLIP_SHOWN))
                      .replace('\n', ' '));
          text.newLine();
          text.write("> ");
        });
  }

  /** Give what the client last put on its clipboard. */
  String clip() {
    return locked(() -> clip);
  }

  private void input(Runnable work) {
    locked(
        () -> {
          if (paused == null && !booting) {
            work.run();
          }
          return name;
        });
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
