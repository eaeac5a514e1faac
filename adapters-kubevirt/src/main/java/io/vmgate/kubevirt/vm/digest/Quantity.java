package io.vmgate.kubevirt.vm.digest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Reads quantities: {@code 4Gi}, {@code 512M}, {@code 1.5}, {@code 100m}, {@code 2e9}.
 *
 * <p>Kubernetes API, "Quantity": binary suffixes Ki to Ei, decimal suffixes n, u, m, k, M, G, T, P,
 * E, or a decimal exponent. Fractions are rounded up, as Kubernetes does.
 */
final class Quantity {
  private static final String BINARY = "KMGTPE";
  private static final String DECIMAL = "num kMGTPE";
  private static final int LEAST_POWER = -3;
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final int MOST_EXPONENT = 40;

  private Quantity() {}

  /**
   * Read a whole number, rounded up; null when there is none or it is not a quantity. What does not
   * fit into a long is the greatest long; below zero is 0.
   */
  public static @Nullable Long wholeNumber(@Nullable String text) {
    if (text == null) {
      return null;
    }
    String trimmed = text.strip();
    int end = numberEnd(trimmed);
    if (end == 0) {
      return null;
    }
    BigDecimal factor = factor(trimmed.substring(end));
    if (factor == null) {
      return null;
    }
    try {
      BigDecimal value = new BigDecimal(trimmed.substring(0, end)).multiply(factor);
      return value.max(BigDecimal.ZERO).min(MOST).setScale(0, RoundingMode.CEILING).longValue();
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  /** Read a number of processors, rounded up and at least 1; null when it is not a quantity. */
  public static @Nullable Integer processors(@Nullable String text) {
    Long number = wholeNumber(text);
    return number == null ? null : Math.clamp(number, 1, Integer.MAX_VALUE);
  }

  private static int numberEnd(String text) {
    int end = 0;
    while (end < text.length() && isNumberPart(text.charAt(end), end)) {
      end++;
    }
    return end;
  }

  private static boolean isNumberPart(char character, int position) {
    return (character >= '0' && character <= '9')
        || character == '.'
        || (position == 0 && (character == '+' || character == '-'));
  }

  private static @Nullable BigDecimal factor(String suffix) {
    if (suffix.isEmpty()) {
      return BigDecimal.ONE;
    }
    if (suffix.length() == 2 && suffix.charAt(1) == 'i') {
      int power = BINARY.indexOf(suffix.charAt(0)) + 1;
      return power == 0 ? null : BigDecimal.valueOf(1L << (10 * power));
    }
    if (suffix.length() == 1) {
      // The blank in the list is the place of 10^0, which has no suffix.
      int place = suffix.equals(" ") ? -1 : DECIMAL.indexOf(suffix.charAt(0));
      return place < 0 ? null : BigDecimal.ONE.scaleByPowerOfTen(3 * (place + LEAST_POWER));
    }
    return suffix.charAt(0) == 'e' || suffix.charAt(0) == 'E' ? exponent(suffix) : null;
  }

  private static @Nullable BigDecimal exponent(String suffix) {
    try {
      int power = Integer.parseInt(suffix.substring(1));
      return Math.abs(power) > MOST_EXPONENT ? null : BigDecimal.ONE.scaleByPowerOfTen(power);
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}
