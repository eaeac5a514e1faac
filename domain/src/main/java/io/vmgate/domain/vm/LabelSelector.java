package io.vmgate.domain.vm;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Select by labels as Kubernetes does: requirements that must all hold.
 *
 * <p>Syntax (Kubernetes API, "Labels and selectors"): {@code key=value}, {@code key==value}, {@code
 * key!=value}, {@code key in (a,b)}, {@code key notin (a,b)}, {@code key}, {@code !key}, {@code
 * key>1}, {@code key<1}, joined by commas.
 */
public record LabelSelector(List<Requirement> requirements) {
  /** Select whatever there is. */
  public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  /**
   * Read a selector; blank selects everything.
   *
   * @throws IllegalArgumentException with a message that says what was found where
   */
  public static LabelSelector parse(String text) {
    return new LabelSelectorParser(text).parse();
  }

  /** Tell whether an object with these labels is selected. */
  public boolean matches(Map<String, String> labels) {
    return requirements.stream().allMatch(requirement -> requirement.matches(labels));
  }

  /** Demand something of one label. */
  public sealed interface Requirement {
    /** The label's key. */
    String key();

    /** Tell whether an object with these labels meets the demand. */
    boolean matches(Map<String, String> labels);
  }

  /** The label is there with one of these values. */
  public record In(String key, Set<String> values) implements Requirement {
    public In {
      values = Set.copyOf(values);
    }

    @Override
    public boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return value != null && values.contains(value);
    }
  }

  /** The label is missing or has none of these values. */
  public record NotIn(String key, Set<String> values) implements Requirement {
    public NotIn {
      values = Set.copyOf(values);
    }

    @Override
    public boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return value == null || !values.contains(value);
    }
  }

  /** The label is there, whatever its value. */
  public record Exists(String key) implements Requirement {
    @Override
    public boolean matches(Map<String, String> labels) {
      return labels.containsKey(key);
    }
  }

  /** The label is missing. */
  public record Missing(String key) implements Requirement {
    @Override
    public boolean matches(Map<String, String> labels) {
      return !labels.containsKey(key);
    }
  }

  /** The label is an integer above this one. */
  public record GreaterThan(String key, long bound) implements Requirement {
    @Override
    public boolean matches(Map<String, String> labels) {
      return isInteger(labels, key, value -> value > bound);
    }
  }

  /** The label is an integer below this one. */
  public record LessThan(String key, long bound) implements Requirement {
    @Override
    public boolean matches(Map<String, String> labels) {
      return isInteger(labels, key, value -> value < bound);
    }
  }

  private static boolean isInteger(
      Map<String, String> labels, String key, LongPredicate condition) {
    String value = labels.get(key);
    if (value == null) {
      return false;
    }
    try {
      return condition.test(Long.parseLong(value));
    } catch (NumberFormatException notANumber) {
      return false;
    }
  }
}
