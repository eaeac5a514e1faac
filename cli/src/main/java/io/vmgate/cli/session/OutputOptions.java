package io.vmgate.cli.session;

import java.io.PrintStream;
import java.util.function.Supplier;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** The options of commands that have a result. */
public final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Format.Reader.class)
  private Format format = Format.TEXT;

  /** What was asked for. */
  public Format format() {
    return format;
  }

  /** Whether a person reads it. */
  public boolean isForPeople() {
    return format == Format.TEXT || format == Format.WIDE;
  }

  /**
   * Write a result.
   *
   * @param data as the contract has it
   * @param text for people, every line ended
   * @param names for scripts, every line ended
   */
  public void write(PrintStream out, JsonNode data, Supplier<String> text, Supplier<String> names) {
    switch (format) {
      case TEXT, WIDE -> out.print(text.get());
      case JSON -> out.println(data.toPrettyString());
      case YAML -> out.print(yaml(data));
      case NAME -> out.print(names.get());
    }
    out.flush();
  }

  private static String yaml(JsonNode data) {
    return YAMLMapper.builder()
        .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
        .build()
        .writeValueAsString(data);
  }
}
