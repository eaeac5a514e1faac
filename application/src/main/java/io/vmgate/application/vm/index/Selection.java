package io.vmgate.application.vm.index;

/** Hold which slots a query selects, one bit a slot, and how many they are. */
final class Selection {
  private final long[] bits;
  private final int size;

  Selection(long[] bits) {
    this.bits = bits;
    int count = 0;
    for (long word : bits) {
      count += Long.bitCount(word);
    }
    this.size = count;
  }

  int size() {
    return size;
  }

  boolean contains(int slot) {
    return (bits[slot >> 6] & (1L << slot)) != 0;
  }

  Integer[] slots() {
    Integer[] slots = new Integer[size];
    int[] next = {0};
    SlotSet.forEachBit(bits, slot -> slots[next[0]++] = slot);
    return slots;
  }
}
