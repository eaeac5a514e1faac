package io.vmgate.application.vm.index;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Keep slots in an order, cheap to change and to walk: a list of short sorted blocks. Not safe for
 * threads: {@link VmIndex} guards it.
 */
final class RankedSlots {
  /** A block splits in two beyond this; 4 KiB, so that moving its tail stays in the cache. */
  static final int BLOCK = 1024;

  /** Order two slots; never 0 for two different ones. */
  interface SlotOrder {
    int compare(int left, int right);
  }

  /** Takes slots one after the other until it has enough. */
  interface Visitor {
    /** Take a slot; false ends the walk. */
    boolean take(int slot);
  }

  private static final class Block {
    private int[] slots;
    private int size;

    Block(int[] slots, int size) {
      this.slots = slots;
      this.size = size;
    }
  }

  private final SlotOrder order;
  private final List<Block> blocks = new ArrayList<>();

  RankedSlots(SlotOrder order) {
    this.order = order;
  }

  /** Take over slots that are in order already. */
  void fill(int[] sorted) {
    blocks.clear();
    int step = BLOCK - BLOCK / 4; // leave room: the first insertions should not split every block
    for (int from = 0; from < sorted.length; from += step) {
      int[] slots = Arrays.copyOfRange(sorted, from, Math.min(from + step, sorted.length));
      blocks.add(new Block(slots, slots.length));
    }
  }

  void add(int slot) {
    if (blocks.isEmpty()) {
      blocks.add(new Block(new int[] {slot}, 1));
      return;
    }
    int at = blockOf(slot);
    Block block = blocks.get(at);
    int insertion = -search(block, slot) - 1;
    if (insertion < 0) {
      throw new IllegalStateException("slot " + slot + " is ranked already");
    }
    if (block.size == block.slots.length) {
      block.slots = Arrays.copyOf(block.slots, Math.min(BLOCK, block.size + (block.size >> 2) + 4));
    }
    System.arraycopy(block.slots, insertion, block.slots, insertion + 1, block.size - insertion);
    block.slots[insertion] = slot;
    block.size++;
    if (block.size == BLOCK) {
      int half = BLOCK / 2;
      blocks.add(at + 1, new Block(Arrays.copyOfRange(block.slots, half, BLOCK), BLOCK - half));
      block.slots = Arrays.copyOf(block.slots, half);
      block.size = half;
    }
  }

  void remove(int slot) {
    int at = blocks.isEmpty() ? -1 : blockOf(slot);
    int position = at < 0 ? -1 : search(blocks.get(at), slot);
    if (position < 0) {
      throw new IllegalStateException("slot " + slot + " is not ranked");
    }
    Block block = blocks.get(at);
    System.arraycopy(block.slots, position + 1, block.slots, position, block.size - position - 1);
    block.size--;
    if (block.size == 0) {
      blocks.remove(at);
    }
  }

  /**
   * Walk from the first slot on, or from the last one back. Returns false if the visitor ended it.
   */
  boolean walk(boolean backwards, Visitor visitor) {
    return backwards ? walkBack(visitor) : walkOn(visitor);
  }

  private boolean walkOn(Visitor visitor) {
    for (Block block : blocks) {
      for (int i = 0; i < block.size; i++) {
        if (!visitor.take(block.slots[i])) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean walkBack(Visitor visitor) {
    for (int at = blocks.size() - 1; at >= 0; at--) {
      Block block = blocks.get(at);
      for (int i = block.size - 1; i >= 0; i--) {
        if (!visitor.take(block.slots[i])) {
          return false;
        }
      }
    }
    return true;
  }

  /** The last block that begins at or before the slot; the first one for a slot before all. */
  private int blockOf(int slot) {
    int low = 0;
    int high = blocks.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (order.compare(blocks.get(middle).slots[0], slot) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private int search(Block block, int slot) {
    int low = 0;
    int high = block.size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int comparison = order.compare(block.slots[middle], slot);
      if (comparison == 0) {
        return middle;
      }
      if (comparison < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -low - 1;
  }
}
