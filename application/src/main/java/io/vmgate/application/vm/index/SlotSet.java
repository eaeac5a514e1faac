package io.vmgate.application.vm.index;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hold a set of slots in as little memory as its size allows: a sorted list while it is small, one
 * bit a slot when it is large. Not safe for threads: {@link VmIndex} guards it.
 */
final class SlotSet {
  /** A list of four bytes a member is larger than a bitmap from here on. */
  private static final int MEMBERS_PER_WORD = 2;

  private static final int SMALLEST_DENSE = 64;

  private int[] members = new int[2];
  private long[] words = {};
  private boolean dense;
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  boolean contains(int slot) {
    if (dense) {
      int word = slot >> 6;
      return word < words.length && (words[word] & (1L << slot)) != 0;
    }
    return Arrays.binarySearch(members, 0, size, slot) >= 0;
  }

  void add(int slot) {
    if (dense) {
      addBit(slot);
      return;
    }
    int at =
        size > 0 && members[size - 1] < slot
            ? -size - 1
            : Arrays.binarySearch(members, 0, size, slot);
    if (at >= 0) {
      return;
    }
    if (size == members.length) {
      members = Arrays.copyOf(members, size + (size >> 1) + 1);
    }
    int insertion = -at - 1;
    System.arraycopy(members, insertion, members, insertion + 1, size - insertion);
    members[insertion] = slot;
    size++;
    int wordsNeeded = (members[size - 1] >> 6) + 1;
    if (size > SMALLEST_DENSE && size > MEMBERS_PER_WORD * wordsNeeded) {
      becomeDense(wordsNeeded);
    }
  }

  void remove(int slot) {
    if (dense) {
      removeBit(slot);
      return;
    }
    int at = Arrays.binarySearch(members, 0, size, slot);
    if (at >= 0) {
      System.arraycopy(members, at + 1, members, at, size - at - 1);
      size--;
    }
  }

  /** Remove the slot; null when nobody is left, as a map's {@code computeIfPresent} wants it. */
  @Nullable SlotSet withoutOrNull(int slot) {
    remove(slot);
    return size == 0 ? null : this;
  }

  void forEach(IntConsumer action) {
    if (!dense) {
      for (int i = 0; i < size; i++) {
        action.accept(members[i]);
      }
      return;
    }
    forEachBit(words, action);
  }

  /** Keep only the bits that are members too. */
  void intersectInto(long[] bits) {
    if (dense) {
      int common = Math.min(bits.length, words.length);
      for (int i = 0; i < common; i++) {
        bits[i] &= words[i];
      }
      Arrays.fill(bits, common, bits.length, 0);
      return;
    }
    int next = 0;
    for (int word = 0; word < bits.length; word++) {
      long mask = 0;
      for (; next < size && members[next] >> 6 == word; next++) {
        mask |= 1L << members[next];
      }
      bits[word] &= mask;
    }
  }

  /** Set the bit of every member. */
  void addInto(long[] bits) {
    if (dense) {
      for (int i = 0; i < Math.min(bits.length, words.length); i++) {
        bits[i] |= words[i];
      }
      return;
    }
    for (int i = 0; i < size; i++) {
      bits[members[i] >> 6] |= 1L << members[i];
    }
  }

  /** Clear the bit of every member. */
  void removeFrom(long[] bits) {
    if (dense) {
      for (int i = 0; i < Math.min(bits.length, words.length); i++) {
        bits[i] &= ~words[i];
      }
      return;
    }
    for (int i = 0; i < size; i++) {
      bits[members[i] >> 6] &= ~(1L << members[i]);
    }
  }

  static void forEachBit(long[] bits, IntConsumer action) {
    for (int word = 0; word < bits.length; word++) {
      for (long rest = bits[word]; rest != 0; rest &= rest - 1) {
        action.accept((word << 6) + Long.numberOfTrailingZeros(rest));
      }
    }
  }

  private void addBit(int slot) {
    int word = slot >> 6;
    if (word >= words.length) {
      words = Arrays.copyOf(words, word + (word >> 3) + 1);
    }
    long bit = 1L << slot;
    if ((words[word] & bit) == 0) {
      words[word] |= bit;
      size++;
    }
  }

  private void removeBit(int slot) {
    int word = slot >> 6;
    long bit = 1L << slot;
    if (word < words.length && (words[word] & bit) != 0) {
      words[word] &= ~bit;
      size--;
      // Half of the size at which it became dense, so that a set on the edge does not flap.
      if (size < MEMBERS_PER_WORD * words.length / 2) {
        becomeSparse();
      }
    }
  }

  private void becomeDense(int wordsNeeded) {
    words = new long[wordsNeeded];
    for (int i = 0; i < size; i++) {
      words[members[i] >> 6] |= 1L << members[i];
    }
    members = new int[0];
    dense = true;
  }

  private void becomeSparse() {
    int[] list = new int[Math.max(size, 2)];
    int[] next = {0};
    forEachBit(words, slot -> list[next[0]++] = slot);
    members = list;
    words = new long[0];
    dense = false;
  }
}
