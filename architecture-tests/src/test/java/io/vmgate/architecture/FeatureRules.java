package io.vmgate.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.domain.auth.Caller;
import org.jspecify.annotations.NullMarked;

/** How features are cut, and what every use case, port and package has. */
final class FeatureRules {
  static final ArchRule NO_CYCLES_IN_THE_DOMAIN = withoutCycles("io.vmgate.domain.(*)..");
  static final ArchRule NO_CYCLES_IN_THE_APPLICATION = withoutCycles("io.vmgate.application.(*)..");
  static final ArchRule NO_CYCLES_IN_REST = withoutCycles("io.vmgate.rest.(*)..");
  static final ArchRule NO_CYCLES_IN_KUBEVIRT = withoutCycles("io.vmgate.kubevirt.(*)..");
  static final ArchRule NO_CYCLES_IN_PERSISTENCE = withoutCycles("io.vmgate.persistence.(*)..");

  /** Whatever acts for a caller asks the gate. */
  static final ArchRule WHO_ACTS_FOR_A_CALLER_HAS_THE_GATE =
      methods()
          .that()
          .arePublic()
          .and()
          .areDeclaredInClassesThat()
          .resideInAPackage("io.vmgate.application..")
          .and(takeACaller())
          .and()
          .areDeclaredInClassesThat()
          .areNotAssignableTo(PermissionGate.class)
          .and()
          .areDeclaredInClassesThat()
          .areNotInterfaces()
          .and()
          .areDeclaredInClassesThat()
          .areNotRecords()
          .should(beDeclaredWhereThereIsAGate());

  static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED =
      classes()
          .that()
          .resideInAPackage("io.vmgate..")
          .should(
              new ArchCondition<>("reside in a package that is @NullMarked") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                  boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
                  events.add(
                      new SimpleConditionEvent(
                          item,
                          marked,
                          item.getName() + " resides in a package without @NullMarked"));
                }
              });

  private FeatureRules() {}

  /** What an adapter shows to others, others must use. */
  static ArchRule adaptersShowOnlyWhatIsUsed(JavaClasses all) {
    return classes()
        .that()
        .resideInAnyPackage("io.vmgate.rest..", "io.vmgate.kubevirt..", "io.vmgate.persistence..")
        .and()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .should(
            new ArchCondition<>("be used by a class of another package") {
              @Override
              public void check(JavaClass item, ConditionEvents events) {
                boolean used =
                    all.stream()
                        .filter(other -> !other.getPackageName().equals(item.getPackageName()))
                        .flatMap(other -> other.getDirectDependenciesFromSelf().stream())
                        .anyMatch(
                            dependency ->
                                dependency.getTargetClass().getName().equals(item.getName())
                                    || dependency
                                        .getTargetClass()
                                        .getName()
                                        .startsWith(item.getName() + "$"));
                events.add(
                    new SimpleConditionEvent(
                        item, used, item.getName() + " is public and used nowhere else"));
              }
            });
  }

  private static ArchRule withoutCycles(String features) {
    return slices().matching(features).should().beFreeOfCycles();
  }

  private static DescribedPredicate<JavaMethod> takeACaller() {
    return DescribedPredicate.describe(
        "take a caller",
        method ->
            method.getRawParameterTypes().stream()
                .anyMatch(type -> type.isEquivalentTo(Caller.class)));
  }

  private static ArchCondition<JavaMethod> beDeclaredWhereThereIsAGate() {
    return new ArchCondition<>("be declared in a class that has the PermissionGate") {
      @Override
      public void check(JavaMethod method, ConditionEvents events) {
        boolean gated =
            method.getOwner().getFields().stream()
                .anyMatch(
                    field ->
                        field.getRawType().isEquivalentTo(PermissionGate.class)
                            && field.getModifiers().contains(JavaModifier.FINAL));
        events.add(new SimpleConditionEvent(method, gated, method.getFullName() + " asks no gate"));
      }
    };
  }
}
