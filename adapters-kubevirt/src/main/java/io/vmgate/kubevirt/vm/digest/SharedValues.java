package io.vmgate.kubevirt.vm.digest;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one copy of values that recur from machine to machine.
 *
 * <p>Only for values of which there are few. Bounded all the same: beyond the bound it forgets what
 * it has and begins anew, which costs memory but never correctness. Safe for any number of threads.
 */
public final class SharedValues {
  private static final int MOST = 65_536;

  private final Map<Object, Object> values = new ConcurrentHashMap<>();

  /** Begin empty. */
  public SharedValues() {}

  /** Give the one copy of this value. */
  @SuppressWarnings("unchecked") // equal values here are of one class: strings, records, lists
  public <T> T of(T value) {
    Object known = values.get(value);
    if (known != null) {
      return (T) known;
    }
    if (values.size() >= MOST) {
      values.clear();
    }
    Object first = values.putIfAbsent(value, value);
    return first == null ? value : (T) first;
  }

  /** Give the one copy of this value; null and the empty string are both null. */
  public @Nullable String ofText(@Nullable String value) {
    return value == null || value.isEmpty() ? null : of(value);
  }

  /** Read a quantity, as {@link Quantity#wholeNumber} does, and give the one copy of it. */
  @Nullable Long ofQuantity(@Nullable String quantity) {
    Long number = Quantity.wholeNumber(quantity);
    return number == null ? null : of(number);
  }

  /** Give the one copy of this number. */
  @Nullable Long ofNumber(@Nullable Long number) {
    return number == null ? null : of(number);
  }

  /** Give the one copy of these labels, keys and values shared too. */
  public Map<String, String> ofLabels(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return Map.of();
    }
    Map<String, String> sorted = new java.util.TreeMap<>();
    labels.forEach((key, value) -> sorted.put(of(key), value == null ? "" : of(value)));
    return of(Map.copyOf(sorted));
  }

  /** Give the one copy of this list. */
  public <T> List<T> ofList(List<T> list) {
    return list.isEmpty() ? List.of() : of(List.copyOf(list));
  }
}
