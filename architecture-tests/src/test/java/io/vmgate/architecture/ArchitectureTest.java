package io.vmgate.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.vmgate.application.planted.ApplicationThatKnowsAnAdapter;
import io.vmgate.application.planted.UseCaseWithoutGate;
import io.vmgate.application.plantedleft.Left;
import io.vmgate.application.plantedright.Right;
import io.vmgate.cli.planted.CliThatKnowsTheDomain;
import io.vmgate.domain.planted.DomainThatKnowsAFramework;
import io.vmgate.domain.planted.HiddenTimeHelper;
import io.vmgate.kubevirt.planted.KubevirtThatKnowsRest;
import io.vmgate.persistence.planted.PersistenceThatKnowsRest;
import io.vmgate.relay.planted.RelayThatKnowsRest;
import io.vmgate.rest.planted.RestThatKnowsPersistence;
import io.vmgate.simulator.planted.SimulatorThatKnowsTheDomain;
import io.vmgate.unmarked.ClassInAnUnmarkedPackage;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchitectureTest {
  /** A rule, and classes that break it on purpose. */
  private record Proved(String name, ArchRule rule, List<Class<?>> violation) {}

  private static final List<Proved> RULES =
      List.of(
          new Proved(
              "domain",
              LayerRules.DOMAIN_KNOWS_THE_JDK_ALONE,
              List.of(DomainThatKnowsAFramework.class)),
          new Proved(
              "application",
              LayerRules.APPLICATION_KNOWS_THE_DOMAIN,
              List.of(ApplicationThatKnowsAnAdapter.class)),
          new Proved(
              "rest",
              LayerRules.REST_KNOWS_THE_APPLICATION,
              List.of(RestThatKnowsPersistence.class)),
          new Proved(
              "kubevirt",
              LayerRules.KUBEVIRT_KNOWS_THE_APPLICATION,
              List.of(KubevirtThatKnowsRest.class)),
          new Proved(
              "relay", LayerRules.RELAY_KNOWS_THE_APPLICATION, List.of(RelayThatKnowsRest.class)),
          new Proved(
              "persistence",
              LayerRules.PERSISTENCE_KNOWS_THE_APPLICATION,
              List.of(PersistenceThatKnowsRest.class)),
          new Proved(
              "simulator",
              LayerRules.SIMULATOR_KNOWS_NOTHING_OF_THE_PLATFORM,
              List.of(SimulatorThatKnowsTheDomain.class)),
          new Proved(
              "cli", LayerRules.CLI_KNOWS_THE_CONTRACT_ALONE, List.of(CliThatKnowsTheDomain.class)),
          new Proved(
              "features",
              FeatureRules.NO_CYCLES_IN_THE_APPLICATION,
              List.of(Left.class, Right.class)),
          new Proved(
              "gate",
              FeatureRules.WHO_ACTS_FOR_A_CALLER_HAS_THE_GATE,
              List.of(UseCaseWithoutGate.class)),
          new Proved(
              "null marks",
              FeatureRules.EVERY_PACKAGE_IS_NULL_MARKED,
              List.of(ClassInAnUnmarkedPackage.class)),
          new Proved(
              "shown and used",
              FeatureRules.adaptersShowOnlyWhatIsUsed(Production.classes()),
              List.of(RestThatKnowsPersistence.class)),
          new Proved("names", NamingRules.NO_EMPTY_NAMES, List.of(HiddenTimeHelper.class)),
          new Proved(
              "time and chance",
              NamingRules.TIME_AND_CHANCE_ARE_GIVEN,
              List.of(HiddenTimeHelper.class)),
          new Proved("printing", NamingRules.NOBODY_PRINTS, List.of(HiddenTimeHelper.class)));

  @TestFactory
  Stream<DynamicTest> holds() {
    return RULES.stream()
        .map(
            proved ->
                DynamicTest.dynamicTest(
                    proved.name(), () -> proved.rule().check(Production.classes())));
  }

  @TestFactory
  Stream<DynamicTest> canFail() {
    return RULES.stream()
        .map(
            proved ->
                DynamicTest.dynamicTest(
                    proved.name(),
                    () -> {
                      JavaClasses planted =
                          new ClassFileImporter()
                              .importClasses(proved.violation().toArray(Class<?>[]::new));
                      assertThatThrownBy(() -> proved.rule().check(planted))
                          .isInstanceOf(AssertionError.class)
                          .hasMessageContaining(proved.violation().getFirst().getSimpleName());
                    }));
  }

  @TestFactory
  Stream<DynamicTest> hasNoCyclesAmongFeatures() {
    return Stream.of(
            FeatureRules.NO_CYCLES_IN_THE_DOMAIN,
            FeatureRules.NO_CYCLES_IN_REST,
            FeatureRules.NO_CYCLES_IN_KUBEVIRT,
            FeatureRules.NO_CYCLES_IN_PERSISTENCE)
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getDescription(),
                    () -> rule.allowEmptyShould(true).check(Production.classes())));
  }

  /** A port without a fake cannot be tested against, one without an adapter does nothing. */
  @Test
  void hasAnAdapterAndAFakeForEveryPort() {
    JavaClasses everything = new ClassFileImporter().importPackages("io.vmgate");
    List<JavaClass> ports =
        Production.classes().stream()
            .filter(type -> type.getPackageName().startsWith("io.vmgate.application"))
            .filter(type -> type.isInterface() && type.isTopLevelClass())
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .filter(type -> !type.reflect().isSealed())
            .toList();

    assertThat(ports).hasSizeGreaterThan(5);
    for (JavaClass port : ports) {
      List<String> homes =
          everything.stream()
              .filter(type -> !type.equals(port) && type.isAssignableTo(port.getName()))
              .map(JavaClass::getPackageName)
              .toList();
      assertThat(homes)
          .as("implementations of %s", port.getName())
          .anyMatch(home -> home.startsWith("io.vmgate.testkit"))
          .anyMatch(
              home ->
                  home.matches(
                      "io\\.vmgate\\.(application|rest|kubevirt|relay|persistence|bootstrap)(\\..*)?"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "io.vmgate.domain,30",
    "io.vmgate.application,30",
    "io.vmgate.rest,30",
    "io.vmgate.kubevirt,30",
    "io.vmgate.relay,10",
    "io.vmgate.persistence,20",
    "io.vmgate.simulator,20",
    "io.vmgate.bootstrap,15",
    "io.vmgate.cli,20"
  })
  void looksAtEveryModule(String rootPackage, long least) {
    assertThat(Production.count(rootPackage)).isGreaterThanOrEqualTo(least);
  }
}
