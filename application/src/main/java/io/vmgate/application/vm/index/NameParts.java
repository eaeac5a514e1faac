package io.vmgate.application.vm.index;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

/**
 * Find names by any part of them: for every run of one to three characters, who has it. A longer
 * part narrows to the names that have all of its runs, which are then looked at one by one; the
 * outcome is remembered and kept up to date, so that a person who pages or types on pays once.
 *
 * <p>Like the rest of the index, changed under the write lock only. What readers remember they add
 * under the read lock, while no name can change.
 */
final class NameParts {
  private static final int LONGEST_RUN = 3;
  private static final int BITS_PER_CHARACTER = 16;
  private static final int REMEMBERED_PARTS = 128;
  private static final SlotSet NOBODY = new SlotSet();

  private final Map<Long, SlotSet> byRun = new HashMap<>();
  private final Map<String, SlotSet> byLongPart = new ConcurrentHashMap<>();

  void add(String name, int slot) {
    for (int length = 1; length <= LONGEST_RUN; length++) {
      for (int from = 0; from + length <= name.length(); from++) {
        byRun.computeIfAbsent(run(name, from, length), _ -> new SlotSet()).add(slot);
      }
    }
    byLongPart.forEach(
        (part, slots) -> {
          if (name.contains(part)) {
            slots.add(slot);
          }
        });
  }

  void remove(String name, int slot) {
    for (int length = 1; length <= LONGEST_RUN; length++) {
      for (int from = 0; from + length <= name.length(); from++) {
        byRun.computeIfPresent(run(name, from, length), (_, slots) -> slots.withoutOrNull(slot));
      }
    }
    byLongPart.values().forEach(slots -> slots.remove(slot));
  }

  /**
   * Find who has the part in their name.
   *
   * @param names answers the name in a slot
   * @param slotLimit no slot is this large
   */
  SlotSet holders(String part, IntFunction<String> names, int slotLimit) {
    if (part.length() <= LONGEST_RUN) {
      return byRun.getOrDefault(run(part, 0, part.length()), NOBODY);
    }
    SlotSet known = byLongPart.get(part);
    if (known != null) {
      return known;
    }
    if (byLongPart.size() >= REMEMBERED_PARTS) {
      byLongPart.clear(); // seldom enough that forgetting all is as good as choosing
    }
    SlotSet found = look(part, names, slotLimit);
    byLongPart.put(part, found);
    return found;
  }

  private SlotSet look(String part, IntFunction<String> names, int slotLimit) {
    Conjunction candidates = new Conjunction(slotLimit);
    for (int from = 0; from + LONGEST_RUN <= part.length(); from++) {
      candidates.require(byRun.getOrDefault(run(part, from, LONGEST_RUN), NOBODY));
    }
    SlotSet found = new SlotSet();
    SlotSet.forEachBit(
        candidates.bits(),
        slot -> {
          if (names.apply(slot).contains(part)) {
            found.add(slot);
          }
        });
    return found;
  }

  private static long run(String text, int from, int length) {
    long run = 0;
    for (int i = from; i < from + length; i++) {
      run = (run << BITS_PER_CHARACTER) | text.charAt(i);
    }
    // Length and characters together: no run of two is mistaken for one of three.
    return run | ((long) length << (LONGEST_RUN * BITS_PER_CHARACTER));
  }
}
