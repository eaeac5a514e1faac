package io.vmgate.domain.vm;

import io.vmgate.domain.vm.LabelSelector.Exists;
import io.vmgate.domain.vm.LabelSelector.GreaterThan;
import io.vmgate.domain.vm.LabelSelector.In;
import io.vmgate.domain.vm.LabelSelector.LessThan;
import io.vmgate.domain.vm.LabelSelector.Missing;
import io.vmgate.domain.vm.LabelSelector.NotIn;
import io.vmgate.domain.vm.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Read the Kubernetes label selector syntax; one object reads one text. */
final class LabelSelectorParser {
  private static final int MAX_PREFIX_LENGTH = 253;
  private static final int MAX_NAME_LENGTH = 63;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
  private static final Pattern PREFIX =
      Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
  private static final String PUNCTUATION = "=!<>(),";

  private final String text;
  private int position;

  LabelSelectorParser(String text) {
    this.text = text;
  }

  LabelSelector parse() {
    skipSpace();
    if (atEnd()) {
      return LabelSelector.EVERYTHING;
    }
    List<Requirement> requirements = new ArrayList<>();
    do {
      requirements.add(requirement());
    } while (taken(","));
    if (!atEnd()) {
      throw unexpected("',' or the end");
    }
    return new LabelSelector(requirements);
  }

  private Requirement requirement() {
    if (taken("!")) {
      return new Missing(key());
    }
    String key = key();
    if (atEnd() || text.startsWith(",", position)) {
      return new Exists(key);
    }
    if (taken("!=")) {
      return new NotIn(key, Set.of(value()));
    }
    if (taken("==") || taken("=")) {
      return new In(key, Set.of(value()));
    }
    if (taken(">")) {
      return new GreaterThan(key, integer());
    }
    if (taken("<")) {
      return new LessThan(key, integer());
    }
    int before = position;
    return switch (word()) {
      case "in" -> new In(key, values());
      case "notin" -> new NotIn(key, values());
      default -> {
        position = before;
        throw unexpected("an operator");
      }
    };
  }

  private Set<String> values() {
    if (!taken("(")) {
      throw unexpected("'('");
    }
    Set<String> values = new TreeSet<>();
    do {
      values.add(value());
    } while (taken(","));
    if (!taken(")")) {
      throw unexpected("',' or ')'");
    }
    return values;
  }

  private String key() {
    int start = position;
    String key = word();
    int slash = key.indexOf('/');
    String prefix = key.substring(0, Math.max(slash, 0));
    String name = key.substring(slash + 1);
    boolean goodPrefix =
        slash < 0 || (prefix.length() <= MAX_PREFIX_LENGTH && PREFIX.matcher(prefix).matches());
    if (!goodPrefix || name.length() > MAX_NAME_LENGTH || !NAME.matcher(name).matches()) {
      position = start;
      throw unexpected("a label key");
    }
    return key;
  }

  private String value() {
    int start = position;
    String value = word();
    if (!value.isEmpty() && (value.length() > MAX_NAME_LENGTH || !NAME.matcher(value).matches())) {
      position = start;
      throw unexpected("a label value");
    }
    return value;
  }

  private long integer() {
    int start = position;
    try {
      return Long.parseLong(word());
    } catch (NumberFormatException notANumber) {
      position = start;
      throw unexpected("an integer");
    }
  }

  private String word() {
    int start = position;
    while (!atEnd() && !isSeparator(text.charAt(position))) {
      position++;
    }
    String word = text.substring(start, position);
    skipSpace();
    return word;
  }

  private boolean taken(String token) {
    if (!text.startsWith(token, position)) {
      return false;
    }
    position += token.length();
    skipSpace();
    return true;
  }

  private void skipSpace() {
    while (!atEnd() && isSpace(text.charAt(position))) {
      position++;
    }
  }

  private boolean atEnd() {
    return position >= text.length();
  }

  private static boolean isSeparator(char character) {
    return isSpace(character) || PUNCTUATION.indexOf(character) >= 0;
  }

  private static boolean isSpace(char character) {
    return character == ' ' || character == '\t' || character == '\r' || character == '\n';
  }

  private IllegalArgumentException unexpected(String expected) {
    String found = atEnd() ? "the end" : "'" + text.substring(position) + "'";
    return new IllegalArgumentException(
        "expected " + expected + " at position " + (position + 1) + ", found " + found);
  }
}
