package io.vmgate.cli.terminal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Rows under a heading, aligned by the columns they take on a terminal.
 *
 * <p>What is in a cell came from far away, perhaps from inside a guest: control characters are
 * shown as {@code ?}, so that nobody's terminal obeys them.
 */
public final class Table {
  private static final String GAP = "   ";

  private final List<String> heading;
  private final List<List<String>> rows = new ArrayList<>();

  /** Begin with the heading. */
  public Table(List<String> heading) {
    this.heading = List.copyOf(heading);
  }

  /** Add a row with as many cells as the heading has; an empty cell is shown as {@code -}. */
  public Table row(List<String> cells) {
    if (cells.size() != heading.size()) {
      throw new IllegalArgumentException("cells: " + cells.size());
    }
    rows.add(cells.stream().map(Table::harmless).map(cell -> cell.isEmpty() ? "-" : cell).toList());
    return this;
  }

  /** Write it out, every line ended. */
  public String text() {
    return text(UnaryOperator.identity());
  }

  /** The same; {@code paint} colours cells without changing how wide they are. */
  public String text(UnaryOperator<String> paint) {
    return lines(true, widths(), paint);
  }

  /** How wide each column must be. */
  public List<Integer> widths() {
    List<Integer> widths = new ArrayList<>();
    for (int column = 0; column < heading.size(); column++) {
      int widest = DisplayWidth.of(heading.get(column));
      for (List<String> row : rows) {
        widest = Math.max(widest, DisplayWidth.of(row.get(column)));
      }
      widths.add(widest);
    }
    return widths;
  }

  /** Write the rows alone, at least as wide as an earlier table's, so that they line up with it. */
  public String rows(List<Integer> earlier, UnaryOperator<String> paint) {
    List<Integer> widths = new ArrayList<>(widths());
    for (int column = 0; column < widths.size(); column++) {
      widths.set(column, Math.max(widths.get(column), earlier.get(column)));
    }
    return lines(false, widths, paint);
  }

  private String lines(boolean headed, List<Integer> widths, UnaryOperator<String> paint) {
    StringBuilder text = new StringBuilder();
    if (headed) {
      line(text, heading, widths, UnaryOperator.identity());
    }
    for (List<String> row : rows) {
      line(text, row, widths, paint);
    }
    return text.toString();
  }

  private static void line(
      StringBuilder text, List<String> cells, List<Integer> widths, UnaryOperator<String> paint) {
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      text.append(paint.apply(cell));
      if (column < cells.size() - 1) {
        text.repeat(' ', widths.get(column) - DisplayWidth.of(cell)).append(GAP);
      }
    }
    text.append('\n');
  }

  /** Take from a text what a terminal would obey. */
  public static String harmless(String text) {
    StringBuilder harmless = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character ->
                harmless.appendCodePoint(Character.isISOControl(character) ? '?' : character));
    return harmless.toString();
  }
}
