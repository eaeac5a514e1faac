package io.vmgate.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
  @Test
  void alignsChineseAndLatinText() {
    String text =
        new Table(List.of("名称", "STATUS"))
            .row(List.of("web-1", "running"))
            .row(List.of("数据库", "stopped"))
            .text();

    assertThat(text.lines()).containsExactly("名称     STATUS", "web-1    running", "数据库   stopped");
  }

  @ParameterizedTest
  @CsvSource({"web-1,5", "数据库,6", "é,1", "e\u0301,1", "한글,4", "🖥,2", "'',0"})
  void countsColumns(String text, int columns) {
    assertThat(DisplayWidth.of(text)).isEqualTo(columns);
  }

  @ParameterizedTest
  @CsvSource({"web-1,5,web-1", "web-1,4,web…", "数据库,5,数据…", "数据库,4,数…"})
  void cutsToAWidth(String text, int columns, String cut) {
    assertThat(DisplayWidth.cut(text, columns)).isEqualTo(cut);
  }

  @Test
  void letsNothingFromAGuestSteerTheTerminal() {
    String text = new Table(List.of("OS")).row(List.of("Linux\u001b[2J\u0007\n")).text();

    assertThat(text).isEqualTo("OS\nLinux?[2J??\n");
  }

  @Test
  void showsThatACellIsEmptyAndColoursWithoutMovingAnything() {
    Table table = new Table(List.of("STATUS", "IP")).row(List.of("running", ""));

    assertThat(table.text()).isEqualTo("STATUS    IP\nrunning   -\n");
    assertThat(table.text(new Paint(true)::cell))
        .isEqualTo("STATUS    IP\n\u001b[32mrunning\u001b[0m   -\n");
  }

  @Test
  void goesOnUnderAnEarlierTable() {
    Table earlier = new Table(List.of("NAME", "IP")).row(List.of("long-name", "10.0.0.1"));
    Table more = new Table(List.of("NAME", "IP")).row(List.of("a", "b"));

    assertThat(more.rows(earlier.widths(), cell -> cell)).isEqualTo("a           b\n");
  }
}
