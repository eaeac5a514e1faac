package io.vmgate.simulator.store;

import java.util.concurrent.ConcurrentHashMap;

/**
 * Shares equal label keys and values; the first few thousand are enough, since the rest are ids
 * that never recur.
 */
final class Words {
  private static final int MOST = 4096;
  private static final ConcurrentHashMap<String, String> SHARED = new ConcurrentHashMap<>();

  private Words() {}

  static String shared(String word) {
    String known = SHARED.get(word);
    if (known != null) {
      return known;
    }
    // Ids would fill the table and shut out words that do recur.
    if (word.length() >= 32 || SHARED.size() >= MOST) {
      return word;
    }
    String earlier = SHARED.putIfAbsent(word, word);
    return earlier == null ? word : earlier;
  }
}
