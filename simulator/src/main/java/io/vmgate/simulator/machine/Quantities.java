package io.vmgate.simulator.machine;

import java.math.BigDecimal;
import java.util.Map;

/** Kubernetes quantities, such as {@code 4Gi}, {@code 500m} and {@code 22724694688}. */
public final class Quantities {
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("", BigDecimal.ONE),
          Map.entry("k", BigDecimal.valueOf(1000L)),
          Map.entry("M", BigDecimal.valueOf(1000_000L)),
          Map.entry("G", BigDecimal.valueOf(1000_000_000L)),
          Map.entry("T", BigDecimal.valueOf(1000_000_000_000L)),
          Map.entry("Ki", BigDecimal.valueOf(1L << 10)),
          Map.entry("Mi", BigDecimal.valueOf(1L << 20)),
          Map.entry("Gi", BigDecimal.valueOf(1L << 30)),
          Map.entry("Ti", BigDecimal.valueOf(1L << 40)),
          Map.entry("Pi", BigDecimal.valueOf(1L << 50)));

  private Quantities() {}

  /** Read a quantity, rounded up to a whole number; 0 for what is none. */
  public static long value(String quantity) {
    int end = quantity.length();
    while (end > 0 && Character.isLetter(quantity.charAt(end - 1))) {
      end--;
    }
    BigDecimal factor = SUFFIXES.get(quantity.substring(end));
    if (factor == null || end == 0) {
      return 0;
    }
    try {
      return new BigDecimal(quantity.substring(0, end))
          .multiply(factor)
          .setScale(0, java.math.RoundingMode.CEILING)
          .longValue();
    } catch (NumberFormatException noNumber) {
      return 0;
    }
  }

  /** Write bytes in the largest binary unit that leaves a whole number. */
  public static String bytes(long value) {
    String[] units = {"", "Ki", "Mi", "Gi", "Ti"};
    int unit = 0;
    long left = value;
    while (unit + 1 < units.length && left >= 1024 && left % 1024 == 0) {
      left /= 1024;
      unit++;
    }
    return left + units[unit];
  }
}
