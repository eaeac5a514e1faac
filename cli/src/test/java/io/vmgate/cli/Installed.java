package io.vmgate.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** What this machine has. */
public final class Installed {
  private Installed() {}

  /** A program of the PATH. */
  public static Optional<Path> program(String name) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Skip the test where a program is missing, and say which Debian package has it. */
  public static void assume(String name, String debianPackage) {
    Assumptions.assumeTrue(
        program(name).isPresent(), "no " + name + ": install the Debian package " + debianPackage);
  }
}
