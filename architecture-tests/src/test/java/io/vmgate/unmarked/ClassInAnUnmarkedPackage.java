package io.vmgate.unmarked;

public final class ClassInAnUnmarkedPackage {
  private ClassInAnUnmarkedPackage() {}
}
