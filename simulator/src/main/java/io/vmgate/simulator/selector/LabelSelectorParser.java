package io.vmgate.simulator.selector;

import io.vmgate.simulator.selector.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads the text form of a label selector, such as {@code app=web,tier in (a, b),!old,size>3}
 * (Kubernetes API: labels and selectors).
 */
public final class LabelSelectorParser {
  private static final Pattern KEY =
      Pattern.compile(
          "([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?"
              + "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern VALUE =
      Pattern.compile("([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?");

  private final String text;
  private int at;

  private LabelSelectorParser(String text) {
    this.text = text;
  }

  /**
   * Read a selector; an empty text selects everything.
   *
   * @throws SelectorException if the text is no selector
   */
  public static LabelSelector parse(String text) {
    if (text.isBlank()) {
      return LabelSelector.EVERYTHING;
    }
    return new LabelSelectorParser(text).selector();
  }

  private LabelSelector selector() {
    List<Requirement> requirements = new ArrayList<>();
    do {
      requirements.add(requirement());
      skipBlanks();
    } while (accept(","));
    if (at < text.length()) {
      throw broken("found '" + text.substring(at) + "', expected: ',' or 'end of string'");
    }
    return new LabelSelector(requirements);
  }

  private Requirement requirement() {
    skipBlanks();
    if (accept("!")) {
      return new Requirement.Missing(key());
    }
    String key = key();
    skipBlanks();
    if (at == text.length() || text.charAt(at) == ',') {
      return new Requirement.Exists(key);
    }
    if (accept("!=")) {
      return new Requirement.NotIn(key, Set.of(value()));
    }
    if (accept("==") || accept("=")) {
      return new Requirement.In(key, Set.of(value()));
    }
    if (accept(">")) {
      return new Requirement.Compared(key, true, number());
    }
    if (accept("<")) {
      return new Requirement.Compared(key, false, number());
    }
    String operator = word();
    return switch (operator) {
      case "in" -> new Requirement.In(key, values());
      case "notin" -> new Requirement.NotIn(key, values());
      default -> throw broken("found '" + operator + "', expected: in, notin, =, ==, !=, gt, lt");
    };
  }

  private Set<String> values() {
    skipBlanks();
    if (!accept("(")) {
      throw broken("found '" + rest() + "', expected: '('");
    }
    Set<String> values = new LinkedHashSet<>();
    do {
      values.add(value());
      skipBlanks();
    } while (accept(","));
    if (!accept(")")) {
      throw broken("found '" + rest() + "', expected: ',' or ')'");
    }
    return values;
  }

  private String key() {
    skipBlanks();
    String key = word();
    if (!KEY.matcher(key).matches()) {
      throw broken(
          key.isEmpty()
              ? "found '" + rest() + "', expected: !, identifier, or 'end of string'"
              : "key: Invalid value: \""
                  + key
                  + "\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and"
                  + " end with an alphanumeric character");
    }
    return key;
  }

  private String value() {
    skipBlanks();
    String value = word();
    if (!VALUE.matcher(value).matches()) {
      throw broken(
          "values: Invalid value: \""
              + value
              + "\": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.',"
              + " and must start and end with an alphanumeric character");
    }
    return value;
  }

  private long number() {
    String value = value();
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException noNumber) {
      throw broken(
          "values[0]: Invalid value: \""
              + value
              + "\": for 'Gt', 'Lt' operators, the value must be an integer");
    }
  }

  private String word() {
    int start = at;
    while (at < text.length() && " \t,!=<>()".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private String rest() {
    return text.substring(at);
  }

  private void skipBlanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private boolean accept(String token) {
    if (text.startsWith(token, at)) {
      at += token.length();
      return true;
    }
    return false;
  }

  private SelectorException broken(String detail) {
    return new SelectorException("unable to parse requirement: " + detail);
  }
}
