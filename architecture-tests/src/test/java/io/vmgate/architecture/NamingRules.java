package io.vmgate.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;

/** Names that say nothing, and calls that hide time and chance from tests. */
final class NamingRules {
  private static final Pattern EMPTY_NAME =
      Pattern.compile(
          "(Abstract|Base|Common)[A-Z]\\w*|\\w*(Util|Utils|Helper|Manager|Impl|Dto|DTO|Entity|VO)");

  static final ArchRule NO_EMPTY_NAMES =
      noClasses().that().resideInAPackage("io.vmgate..").should(haveAnEmptyName());

  static final ArchRule TIME_AND_CHANCE_ARE_GIVEN =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.vmgate.domain..",
              "io.vmgate.application..",
              "io.vmgate.rest..",
              "io.vmgate.kubevirt..",
              "io.vmgate.persistence..",
              "io.vmgate.simulator..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(UUID.class, "randomUUID")
          .orShould()
          .callMethodWhere(
              DescribedPredicate.describe(
                  "sleep",
                  call ->
                      call.getTargetOwner().isEquivalentTo(Thread.class)
                          && call.getTarget().getName().equals("sleep")));

  static final ArchRule NOBODY_PRINTS =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.vmgate.domain..",
              "io.vmgate.application..",
              "io.vmgate.rest..",
              "io.vmgate.kubevirt..",
              "io.vmgate.persistence..")
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  private NamingRules() {}

  private static ArchCondition<JavaClass> haveAnEmptyName() {
    return new ArchCondition<>("have a name that says nothing") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        boolean empty = EMPTY_NAME.matcher(item.getSimpleName()).matches();
        events.add(
            new SimpleConditionEvent(
                item, empty, item.getName() + " has a name that says nothing"));
      }
    };
  }
}
