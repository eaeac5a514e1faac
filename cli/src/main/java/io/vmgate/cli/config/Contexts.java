package io.vmgate.cli.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The known contexts, in the order they were made.
 *
 * @param current the name of the one that is used unless another is asked for; may be none of them
 */
public record Contexts(String current, List<Context> all) {
  /** Copy the list. */
  public Contexts {
    all = List.copyOf(all);
  }

  /** Find one by its name. */
  public Optional<Context> named(String name) {
    return all.stream().filter(context -> context.name().equals(name)).findFirst();
  }

  /** Put this one in, in place of one that has its name. */
  public Contexts with(Context context) {
    List<Context> changed = new ArrayList<>(all);
    for (int at = 0; at < changed.size(); at++) {
      if (changed.get(at).name().equals(context.name())) {
        changed.set(at, context);
        return new Contexts(current, changed);
      }
    }
    changed.add(context);
    return new Contexts(current, changed);
  }

  /** Take one out; when it was the current one, none is. */
  public Contexts without(String name) {
    return new Contexts(
        current.equals(name) ? "" : current,
        all.stream().filter(context -> !context.name().equals(name)).toList());
  }

  /** Use this one from now on. */
  public Contexts using(String name) {
    return new Contexts(name, all);
  }
}
