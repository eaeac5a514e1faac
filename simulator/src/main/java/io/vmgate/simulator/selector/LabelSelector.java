package io.vmgate.simulator.selector;

import io.vmgate.simulator.store.StoredObject;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an object's labels must be; every requirement must hold, and none means every object. */
public record LabelSelector(List<Requirement> requirements) {
  public static final LabelSelector EVERYTHING = new LabelSelector(List.of());

  public LabelSelector {
    requirements = List.copyOf(requirements);
  }

  public boolean matches(StoredObject object) {
    for (Requirement requirement : requirements) {
      if (!requirement.holdsFor(object.label(requirement.key()))) {
        return false;
      }
    }
    return true;
  }

  /** One condition on one label. A value is null when the object lacks the label. */
  public sealed interface Requirement {
    String key();

    boolean holdsFor(@Nullable String value);

    record In(String key, Set<String> values) implements Requirement {
      public In {
        values = Set.copyOf(values);
      }

      @Override
      public boolean holdsFor(@Nullable String value) {
        return value != null && values.contains(value);
      }
    }

    /** Holds for an object without the label too. */
    record NotIn(String key, Set<String> values) implements Requirement {
      public NotIn {
        values = Set.copyOf(values);
      }

      @Override
      public boolean holdsFor(@Nullable String value) {
        return value == null || !values.contains(value);
      }
    }

    record Exists(String key) implements Requirement {
      @Override
      public boolean holdsFor(@Nullable String value) {
        return value != null;
      }
    }

    record Missing(String key) implements Requirement {
      @Override
      public boolean holdsFor(@Nullable String value) {
        return value == null;
      }
    }

    /** A value that is no integer fails both comparisons. */
    record Compared(String key, boolean greater, long bound) implements Requirement {
      @Override
      public boolean holdsFor(@Nullable String value) {
        if (value == null) {
          return false;
        }
        try {
          long number = Long.parseLong(value);
          return greater ? number > bound : number < bound;
        } catch (NumberFormatException noNumber) {
          return false;
        }
      }
    }
  }
}
