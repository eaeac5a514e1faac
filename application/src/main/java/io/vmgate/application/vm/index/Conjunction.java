package io.vmgate.application.vm.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collect conditions, each a set of slots, and work out who meets all of them. */
final class Conjunction {
  private final int slotLimit;
  private final List<SlotSet> required = new ArrayList<>();
  private final List<SlotSet> forbidden = new ArrayList<>();
  private final List<long[]> requiredUnions = new ArrayList<>();

  /**
   * Start without a condition: every slot below the limit would do.
   *
   * @param slotLimit no slot is this large
   */
  Conjunction(int slotLimit) {
    this.slotLimit = slotLimit;
  }

  /** Keep only members of the set. */
  void require(SlotSet slots) {
    required.add(slots);
  }

  /** Keep only members of at least one of the sets. */
  void requireAny(Collection<SlotSet> sets) {
    if (sets.size() == 1) {
      required.addAll(sets); // the common case needs no union
      return;
    }
    long[] union = noBits();
    sets.forEach(slots -> slots.addInto(union));
    requiredUnions.add(union);
  }

  /** Drop members of every one of the sets. */
  void forbidAny(Collection<SlotSet> sets) {
    forbidden.addAll(sets);
  }

  /** Work out who meets every condition, one bit a slot. */
  long[] bits() {
    long[] bits = start();
    required.stream()
        .sorted(Comparator.comparingInt(SlotSet::size))
        .forEach(slots -> slots.intersectInto(bits));
    forbidden.forEach(slots -> slots.removeFrom(bits));
    return bits;
  }

  private long[] start() {
    long[] bits = noBits();
    if (requiredUnions.isEmpty()) {
      Arrays.fill(bits, -1L);
      if (slotLimit % Long.SIZE != 0) {
        bits[bits.length - 1] = -1L >>> -slotLimit;
      }
      return bits;
    }
    System.arraycopy(requiredUnions.getFirst(), 0, bits, 0, bits.length);
    for (long[] union : requiredUnions) {
      for (int i = 0; i < bits.length; i++) {
        bits[i] &= union[i];
      }
    }
    return bits;
  }

  private long[] noBits() {
    return new long[(slotLimit + Long.SIZE - 1) / Long.SIZE];
  }
}
