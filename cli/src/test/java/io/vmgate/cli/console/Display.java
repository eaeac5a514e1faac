package io.vmgate.cli.console;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** A display that nobody sees, with nothing on it but the viewers of a test. */
final class Display implements AutoCloseable {
  /** How many of the picture's points must be the same; a cursor may cover some. */
  private static final double ALIKE = 0.99;

  private static final int FARTHEST = 160;
  private static final int SAMPLE = 50;

  private final Process server;
  private final String name;
  private final Path folder;

  private Display(Process server, String name, Path folder) {
    this.server = server;
    this.name = name;
    this.folder = folder;
  }

  /** Start one, with whatever number is free. */
  static Display start(Path folder) throws IOException {
    Process server =
        new ProcessBuilder(
                "Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader output = server.inputReader(StandardCharsets.US_ASCII)) {
      return new Display(server, ":" + output.readLine(), folder);
    }
  }

  String name() {
    return name;
  }

  /** Whether this picture is somewhere on it. */
  boolean shows(Path picture) throws IOException, InterruptedException {
    BufferedImage wanted = ImageIO.read(picture.toFile());
    BufferedImage seen = seen();
    int[] points = points(wanted);
    // A dark screen on a dark display proves nothing: what is lit is looked at first.
    int[] lit = IntStream.range(0, points.length).filter(at -> points[at] != 0).toArray();
    int[] shown = points(seen);
    for (int down = 0; down <= Math.min(FARTHEST, seen.getHeight() - wanted.getHeight()); down++) {
      for (int right = 0;
          right <= Math.min(FARTHEST, seen.getWidth() - wanted.getWidth());
          right++) {
        int offset = down * seen.getWidth() + right;
        if (isAt(points, lit, wanted.getWidth(), shown, seen.getWidth(), offset)) {
          return true;
        }
      }
    }
    return false;
  }

  private static int[] points(BufferedImage picture) {
    int[] points =
        picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
    return IntStream.of(points).map(point -> point & 0xFFFFFF).toArray();
  }

  private BufferedImage seen() throws IOException, InterruptedException {
    Path shot = folder.resolve("display.png");
    Process taken =
        new ProcessBuilder("import", "-display", name, "-window", "root", shot.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!taken.waitFor(20, TimeUnit.SECONDS) || taken.exitValue() != 0) {
      throw new AssertionError("no picture of the display");
    }
    return ImageIO.read(shot.toFile());
  }

  private static boolean isAt(
      int[] points, int[] lit, int width, int[] shown, int shownWidth, int offset) {
    int same = 0;
    for (int number = 0; number < lit.length; number++) {
      int at = lit[number];
      same += alike(points[at], shown[at / width * shownWidth + at % width + offset]) ? 1 : 0;
      if (number == SAMPLE && same < SAMPLE / 2) {
        return false;
      }
    }
    int wrong = 0;
    for (int at = 0; at < points.length; at++) {
      boolean dark = points[at] == 0;
      wrong += dark && !alike(0, shown[at / width * shownWidth + at % width + offset]) ? 1 : 0;
    }
    return lit.length > 0 && same >= lit.length * ALIKE && wrong < lit.length;
  }

  /** Viewers may ask for a screen with losses. */
  private static boolean alike(int one, int other) {
    for (int shift = 0; shift < 24; shift += 8) {
      if (Math.abs((one >> shift & 0xFF) - (other >> shift & 0xFF)) > 48) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() throws InterruptedException {
    server.destroy();
    server.waitFor(10, TimeUnit.SECONDS);
  }
}
