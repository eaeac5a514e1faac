package io.vmgate.application.vm.index;

import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmSortKey;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/** Keep all slots in the order of one sort key: those with a value, and behind them the others. */
final class Ranking {
  /**
   * How many steps of a walk cost as much as one comparison while sorting: a step tests a bit, a
   * comparison follows pointers into two machines. A rough estimate; only its order of magnitude
   * matters.
   */
  private static final int STEPS_PER_COMPARISON = 16;

  private final VmSortKey key;
  private final IntFunction<Vm> machines;
  private final Comparator<Vm> ascending;
  private final RankedSlots valued;
  private final RankedSlots valueless;
  private int size;

  /**
   * Rank slots by a key.
   *
   * @param machines answers the machine in a slot; asked whenever slots are compared
   * @param filled the slots to begin with, in any order
   */
  Ranking(VmSortKey key, IntFunction<Vm> machines, Integer[] filled) {
    this.key = key;
    this.machines = machines;
    this.ascending = key.order(false);
    this.valued = new RankedSlots(this::compare);
    this.valueless = new RankedSlots(this::compare);
    Integer[] sorted = filled.clone();
    Arrays.sort(sorted, this::compare);
    int[] ordered = Arrays.stream(sorted).mapToInt(Integer::intValue).toArray();
    int border = 0;
    while (border < ordered.length && key.isPresent(machines.apply(ordered[border]))) {
      border++;
    }
    valued.fill(Arrays.copyOf(ordered, border));
    valueless.fill(Arrays.copyOfRange(ordered, border, ordered.length));
    size = ordered.length;
  }

  void add(int slot) {
    groupOf(slot).add(slot);
    size++;
  }

  void remove(int slot) {
    groupOf(slot).remove(slot);
    size--;
  }

  /** Tell whether the two states of one machine stand in different places. */
  boolean differs(Vm before, Vm after) {
    return ascending.compare(before, after) != 0;
  }

  /** Hand over a page of the selected slots in order. */
  void visit(Selection selection, boolean descending, long offset, int limit, IntConsumer taker) {
    if (offset >= selection.size()) {
      return;
    }
    long steps = Math.min(size, (offset + limit) * size / selection.size());
    long comparisons =
        selection.size() * (long) (Long.SIZE - Long.numberOfLeadingZeros(selection.size()));
    if (comparisons * STEPS_PER_COMPARISON < steps) {
      sortAndVisit(selection, descending, (int) offset, limit, taker);
    } else {
      walkAndVisit(selection, descending, offset, limit, taker);
    }
  }

  private void sortAndVisit(
      Selection selection, boolean descending, int offset, int limit, IntConsumer taker) {
    Integer[] slots = selection.slots();
    Comparator<Vm> order = key.order(descending);
    Arrays.sort(slots, (left, right) -> order.compare(machines.apply(left), machines.apply(right)));
    for (int i = offset; i < Math.min(slots.length, offset + limit); i++) {
      taker.accept(slots[i]);
    }
  }

  private void walkAndVisit(
      Selection selection, boolean descending, long offset, int limit, IntConsumer taker) {
    RankedSlots.Visitor visitor =
        new RankedSlots.Visitor() {
          private long toSkip = offset;
          private int toTake = limit;

          @Override
          public boolean take(int slot) {
            if (!selection.contains(slot)) {
              return true;
            }
            if (toSkip > 0) {
              toSkip--;
              return true;
            }
            taker.accept(slot);
            return --toTake > 0;
          }
        };
    if (valued.walk(descending, visitor)) {
      valueless.walk(descending, visitor);
    }
  }

  private RankedSlots groupOf(int slot) {
    return key.isPresent(machines.apply(slot)) ? valued : valueless;
  }

  private int compare(int left, int right) {
    return ascending.compare(machines.apply(left), machines.apply(right));
  }
}
