package io.vmgate.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.util.regex.Pattern;

/** The code that ships: every module's main classes, without tests and planted violations. */
final class Production {
  private static final ImportOption MAIN_ONLY =
      location ->
          !location.contains("/test-classes/")
              && !location.contains("-tests.jar")
              && !isGenerated(location);

  private static final JavaClasses CLASSES =
      new ClassFileImporter().withImportOption(MAIN_ONLY).importPackages("io.vmgate");

  private Production() {}

  static JavaClasses classes() {
    return CLASSES;
  }

  /** Classes of one package tree, to be counted: a rule over nothing would hold. */
  static long count(String rootPackage) {
    return CLASSES.stream()
        .map(JavaClass::getPackageName)
        .filter(name -> name.equals(rootPackage) || name.startsWith(rootPackage + "."))
        .count();
  }

  /** What annotation processors write is not ours to shape. */
  private static boolean isGenerated(Location location) {
    return location.matches(
            Pattern.compile(
                ".*/(\\$\\w+\\$\\w+.*|\\w+(RowMapperImpl|\\$Intercepted\\w*).*)\\.class"))
        || location.contains("$Definition")
        || location.contains("$Introspection");
  }
}
