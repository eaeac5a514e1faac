package io.vmgate.simulator.rfb;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one viewer has yet to see: changed tiles, one move of a part, a new size. Not safe for
 * threads, as the {@link Framebuffer}.
 */
final class Damage {
  private static final int TILE = 16;

  /** Rectangles stay flatter than this, so that a viewer can begin to draw early. */
  private static final int MOST_ROWS = 4;

  private final BitSet tiles = new BitSet();
  private int columns;
  private int width;
  private int height;
  private boolean resized;
  private @Nullable Move move;

  /** A part that shows what was some rows below it before. */
  record Move(Rectangle target, int rows) {}

  void resize(int newWidth, int newHeight) {
    width = newWidth;
    height = newHeight;
    columns = tilesFor(width);
    tiles.clear();
    tiles.set(0, columns * tilesFor(height));
    move = null;
    resized = true;
  }

  void changed(Rectangle part) {
    if (part.isEmpty()) {
      return;
    }
    int last = (part.x() + part.width() - 1) / TILE;
    for (int row = part.y() / TILE; row <= (part.y() + part.height() - 1) / TILE; row++) {
      tiles.set(row * columns + part.x() / TILE, row * columns + last + 1);
    }
  }

  /** A part moved up; a viewer who has not seen its source as it was must get it anew. */
  void moved(Rectangle target, int rows) {
    Rectangle touched =
        new Rectangle(target.x(), target.y(), target.width(), target.height() + rows);
    if (move == null && !target.isEmpty() && !touches(touched)) {
      move = new Move(target, rows);
    } else {
      move = null;
      changed(target);
    }
  }

  private boolean touches(Rectangle part) {
    int last = (part.x() + part.width() - 1) / TILE;
    for (int row = part.y() / TILE; row <= (part.y() + part.height() - 1) / TILE; row++) {
      int next = tiles.nextSetBit(row * columns + part.x() / TILE);
      if (next >= 0 && next <= row * columns + last) {
        return true;
      }
    }
    return false;
  }

  boolean isEmpty() {
    return tiles.isEmpty() && move == null && !resized;
  }

  /** Tell whether the size has changed since this was last asked. */
  boolean takeResized() {
    boolean was = resized;
    resized = false;
    return was;
  }

  /**
   * Take the move out; null if there is none.
   *
   * @param wanted whether it can be told as a move, within this part; otherwise its target becomes
   *     changed
   */
  @Nullable Move takeMove(boolean wanted, Rectangle within) {
    Move taken = move;
    move = null;
    if (taken != null && !(wanted && within.contains(taken.target()))) {
      changed(taken.target());
      return null;
    }
    return taken;
  }

  /** Take out what changed within a part, as rectangles that do not meet. */
  List<Rectangle> takeChanged(Rectangle within) {
    List<Rectangle> found = new ArrayList<>();
    List<Rectangle> open = new ArrayList<>();
    for (int row = 0; row < tilesFor(height); row++) {
      List<Rectangle> runs = runs(row, within);
      List<Rectangle> next = new ArrayList<>();
      for (Rectangle run : runs) {
        Rectangle above = matching(open, run);
        if (above == null) {
          next.add(run);
        } else {
          open.remove(above);
          next.add(above.with(run));
        }
      }
      found.addAll(open);
      open = next;
    }
    found.addAll(open);
    return found;
  }

  private static @Nullable Rectangle matching(List<Rectangle> open, Rectangle run) {
    for (Rectangle above : open) {
      if (above.x() == run.x()
          && above.width() == run.width()
          && above.height() + run.height() <= MOST_ROWS * TILE) {
        return above;
      }
    }
    return null;
  }

  private List<Rectangle> runs(int row, Rectangle within) {
    List<Rectangle> runs = new ArrayList<>();
    int end = (row + 1) * columns;
    int from = tiles.nextSetBit(row * columns);
    while (from >= 0 && from < end) {
      int to = Math.min(end, tiles.nextClearBit(from));
      Rectangle whole =
          new Rectangle((from - row * columns) * TILE, row * TILE, (to - from) * TILE, TILE)
              .within(new Rectangle(0, 0, width, height));
      Rectangle run = whole.within(within);
      if (!run.isEmpty()) {
        runs.add(run);
        clear(row, run);
      }
      from = tiles.nextSetBit(to);
    }
    return runs;
  }

  /** Forget the tiles that a run holds whole; what is left of others is still to be seen. */
  private void clear(int row, Rectangle run) {
    int bottom = Math.min(height, (row + 1) * TILE);
    if (run.y() > row * TILE || run.y() + run.height() < bottom) {
      return;
    }
    int right = run.x() + run.width();
    int first = tilesFor(run.x());
    int last = right == width ? columns : right / TILE;
    if (first < last) {
      tiles.clear(row * columns + first, row * columns + last);
    }
  }

  private static int tilesFor(int pixels) {
    return (pixels + TILE - 1) / TILE;
  }
}
