package io.vmgate.kubevirt.vm.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Close the hole that JSON leaves in null checks: what is missing arrives as null. */
final class Wire {
  private Wire() {}

  static String text(@Nullable String given) {
    return given == null ? "" : given;
  }

  static <T> List<T> list(@Nullable List<T> given) {
    return given == null ? List.of() : given;
  }
}
