package io.vmgate.benchmarks.task;

import java.util.Arrays;
import java.util.Locale;

/** What many measured times say in short. */
final class Figures {
  private static final double NANOS_A_MILLI = 1e6;

  private Figures() {}

  static String of(long[] nanos) {
    return String.format(
        Locale.ROOT,
        "p50 %.0f ms, p99 %.0f ms, max %.0f ms",
        millis(nanos, 50),
        millis(nanos, 99),
        millis(nanos, 100));
  }

  static double millis(long[] nanos, int percent) {
    long[] sorted = nanos.clone();
    Arrays.sort(sorted);
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / NANOS_A_MILLI;
  }
}
