package io.vmgate.kubevirt.vm.digest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 1",
    "4294967296, 4294967296",
    "22724694688, 22724694688",
    "+5, 5",
    "1Ki, 1024",
    "256Mi, 268435456",
    "4Gi, 4294967296",
    "2Ti, 2199023255552",
    "1Pi, 1125899906842624",
    "1Ei, 1152921504606846976",
    "1k, 1000",
    "512M, 512000000",
    "1G, 1000000000",
    "3T, 3000000000000",
    "1P, 1000000000000000",
    "1E, 1000000000000000000",
    "1e3, 1000",
    "12E6, 12000000",
    "1e+3, 1000",
    "1.5Gi, 1610612736",
    ".5Gi, 536870912",
    "100m, 1",
    "1500m, 2",
    "1u, 1",
    "1n, 1",
    "2000000000n, 2",
    "15e-1, 2",
    "0.1, 1",
    "-3Gi, 0",
    "1000E, 9223372036854775807",
    "16Ei, 9223372036854775807",
  })
  void readsEverySuffixAndRoundsUp(String text, long expected) {
    assertThat(Quantity.wholeNumber(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "Gi", "4 Gi", "4gi", "4Xi", "4x", "1.2.3", "-", "1e", "1e99", "4i"})
  void refusesWhatIsNoQuantity(String text) {
    assertThat(Quantity.wholeNumber(text)).isNull();
  }

  @Test
  void readsNothingOutOfNothing() {
    assertThat(Quantity.wholeNumber(null)).isNull();
    assertThat(Quantity.processors(null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "200m, 1", "1500m, 2", "0, 1", "1k, 1000", "9E, 2147483647"})
  void countsProcessorsInWholes(String text, int expected) {
    assertThat(Quantity.processors(text)).isEqualTo(expected);
  }
}
