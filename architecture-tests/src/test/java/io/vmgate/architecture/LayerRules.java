package io.vmgate.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.lang.ArchRule;

/** Who may know whom. Allow-lists: a ban on a package that has moved would pass in silence. */
final class LayerRules {
  private static final String[] JAVA = {"java..", "javax.sql..", "org.jspecify.."};

  static final ArchRule DOMAIN_KNOWS_THE_JDK_ALONE =
      classes()
          .that()
          .resideInAPackage("io.vmgate.domain..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", "io.vmgate.domain..");

  static final ArchRule APPLICATION_KNOWS_THE_DOMAIN =
      classes()
          .that()
          .resideInAPackage("io.vmgate.application..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.slf4j..",
              "io.vmgate.domain..",
              "io.vmgate.application..");

  static final ArchRule REST_KNOWS_THE_APPLICATION =
      adapter(
          "io.vmgate.rest..",
          "io.micronaut..",
          "com.fasterxml.jackson.annotation..", // as Micronaut Serialization reads them
          "io.swagger.v3.oas.annotations..",
          "com.nimbusds..",
          "io.netty..",
          "io.vmgate.relay..",
          "reactor.core..",
          "org.reactivestreams..");

  static final ArchRule KUBEVIRT_KNOWS_THE_APPLICATION =
      adapter(
          "io.vmgate.kubevirt..",
          "io.fabric8..",
          "io.netty..",
          "io.vmgate.relay..",
          "com.fasterxml.jackson.annotation..",
          "tools.jackson..");

  /** What two adapters need of Netty: it knows neither of them. */
  static final ArchRule RELAY_KNOWS_THE_APPLICATION = adapter("io.vmgate.relay..", "io.netty..");

  static final ArchRule PERSISTENCE_KNOWS_THE_APPLICATION =
      adapter(
          "io.vmgate.persistence..",
          "io.micronaut..",
          "org.mapstruct..",
          "org.postgresql..",
          "org.bouncycastle..",
          "io.github.bucket4j..");

  static final ArchRule SIMULATOR_KNOWS_NOTHING_OF_THE_PLATFORM =
      classes()
          .that()
          .resideInAPackage("io.vmgate.simulator..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.net.ssl..",
              "javax.crypto..",
              "javax.security..",
              "org.jspecify..",
              "org.slf4j..",
              "io.netty..",
              "tools.jackson..",
              "io.vmgate.simulator..");

  static final ArchRule CLI_KNOWS_THE_CONTRACT_ALONE =
      classes()
          .that()
          .resideInAPackage("io.vmgate.cli..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "javax.net.ssl..",
              "org.jspecify..",
              "picocli..",
              "org.jline..",
              "tools.jackson..",
              "io.vmgate.cli..");

  private LayerRules() {}

  private static ArchRule adapter(String own, String... technology) {
    String[] shared = {
      own,
      "io.vmgate.application..",
      "io.vmgate.domain..",
      "org.slf4j..",
      "jakarta..",
      "javax.crypto..",
      "javax.net.ssl.."
    };
    String[] allowed = new String[JAVA.length + shared.length + technology.length];
    System.arraycopy(JAVA, 0, allowed, 0, JAVA.length);
    System.arraycopy(shared, 0, allowed, JAVA.length, shared.length);
    System.arraycopy(technology, 0, allowed, JAVA.length + shared.length, technology.length);
    return classes()
        .that()
        .resideInAPackage(own)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(allowed);
  }
}
