package io.vmgate.application.vm.index;

import java.util.HashMap;
import java.util.Map;

/**
 * Find names by any part of them: for every run of one to three characters, who has it. A longer
 * part narrows to the names that have all of its runs; those are few and are looked at one by one.
 */
final class NameParts {
  private static final int LONGEST_RUN = 3;
  private static final int BITS_PER_CHARACTER = 16;
  private static final SlotSet NOBODY = new SlotSet();

  private final Map<Long, SlotSet> byRun = new HashMap<>();

  void add(String name, int slot) {
    for (int length = 1; length <= LONGEST_RUN; length++) {
      for (int from = 0; from + length <= name.length(); from++) {
        byRun.computeIfAbsent(run(name, from, length), _ -> new SlotSet()).add(slot);
      }
    }
  }

  void remove(String name, int slot) {
    for (int length = 1; length <= LONGEST_RUN; length++) {
      for (int from = 0; from + length <= name.length(); from++) {
        byRun.computeIfPresent(run(name, from, length), (_, slots) -> slots.withoutOrNull(slot));
      }
    }
  }

  /** Narrow the candidates to those that have every run of the part. */
  void narrow(String part, Conjunction candidates) {
    int length = Math.min(part.length(), LONGEST_RUN);
    for (int from = 0; from + length <= part.length(); from++) {
      candidates.require(byRun.getOrDefault(run(part, from, length), NOBODY));
    }
  }

  /** Tell whether having every run of the part does not yet prove having the part. */
  static boolean needsALook(String part) {
    return part.length() > LONGEST_RUN;
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
