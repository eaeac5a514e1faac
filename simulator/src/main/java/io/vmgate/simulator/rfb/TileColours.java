package io.vmgate.simulator.rfb;

/** The different colours of a tile in the order they are met, up to a limit. */
final class TileColours {
  private final byte[] colours;
  private final short[] places = new short[256];
  private int count;
  private boolean isOver;

  private TileColours(int most) {
    this.colours = new byte[most];
  }

  /** Collect colours; past the limit collecting ends and {@link #isOver} says so. */
  static TileColours of(Tile tile, int most) {
    TileColours found = new TileColours(most);
    java.util.Arrays.fill(found.places, (short) -1);
    for (int y = 0; y < tile.height(); y++) {
      for (int x = 0; x < tile.width(); x++) {
        int colour = tile.at(x, y) & 0xFF;
        if (found.places[colour] < 0) {
          if (found.count == most) {
            found.isOver = true;
            return found;
          }
          found.places[colour] = (short) found.count;
          found.colours[found.count] = (byte) colour;
          found.count++;
        }
      }
    }
    return found;
  }

  /** Tell whether there are more colours than the limit. */
  boolean isOver() {
    return isOver;
  }

  int count() {
    return count;
  }

  byte colour(int place) {
    return colours[place];
  }

  /** Give the place of a colour that was met. */
  int place(byte colour) {
    return places[colour & 0xFF];
  }
}
