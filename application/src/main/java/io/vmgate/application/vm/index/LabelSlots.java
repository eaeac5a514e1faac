package io.vmgate.application.vm.index;

import io.vmgate.domain.vm.LabelSelector;
import io.vmgate.domain.vm.LabelSelector.Exists;
import io.vmgate.domain.vm.LabelSelector.GreaterThan;
import io.vmgate.domain.vm.LabelSelector.In;
import io.vmgate.domain.vm.LabelSelector.LessThan;
import io.vmgate.domain.vm.LabelSelector.Missing;
import io.vmgate.domain.vm.LabelSelector.NotIn;
import io.vmgate.domain.vm.LabelSelector.Requirement;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Find machines by their labels: for every key and every value of it, who has it. */
final class LabelSlots {
  private static final class Key {
    private final SlotSet holders = new SlotSet();
    private final Map<String, SlotSet> holdersByValue = new HashMap<>();
  }

  private final Map<String, Key> keys = new HashMap<>();

  void add(Map<String, String> labels, int slot) {
    labels.forEach(
        (name, value) -> {
          Key key = keys.computeIfAbsent(name, _ -> new Key());
          key.holders.add(slot);
          key.holdersByValue.computeIfAbsent(value, _ -> new SlotSet()).add(slot);
        });
  }

  void remove(Map<String, String> labels, int slot) {
    labels.forEach(
        (name, value) -> keys.computeIfPresent(name, (_, key) -> without(key, value, slot)));
  }

  /** Narrow the candidates to those that the selector selects. */
  void narrow(LabelSelector selector, Conjunction candidates) {
    for (Requirement requirement : selector.requirements()) {
      switch (requirement) {
        case In(var key, var values) -> candidates.requireAny(holders(key, values));
        case NotIn(var key, var values) -> candidates.forbidAny(holders(key, values));
        case Exists(var key) -> candidates.requireAny(holders(key));
        case Missing(var key) -> candidates.forbidAny(holders(key));
        case GreaterThan above -> candidates.requireAny(holdersThatMeet(above));
        case LessThan below -> candidates.requireAny(holdersThatMeet(below));
      }
    }
  }

  private List<SlotSet> holders(String name) {
    Key key = keys.get(name);
    return key == null ? List.of() : List.of(key.holders);
  }

  private List<SlotSet> holders(String name, Collection<String> values) {
    Key key = keys.get(name);
    return key == null
        ? List.of()
        : values.stream().map(key.holdersByValue::get).filter(Objects::nonNull).toList();
  }

  private List<SlotSet> holdersThatMeet(Requirement requirement) {
    Key key = keys.get(requirement.key());
    return key == null
        ? List.of()
        : holders(
            requirement.key(),
            key.holdersByValue.keySet().stream()
                .filter(value -> requirement.matches(Map.of(requirement.key(), value)))
                .toList());
  }

  private static @Nullable Key without(Key key, String value, int slot) {
    key.holders.remove(slot);
    key.holdersByValue.computeIfPresent(value, (_, slots) -> slots.withoutOrNull(slot));
    return key.holders.isEmpty() ? null : key;
  }
}
