package io.vmgate.simulator.seed;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Machines by number: the same number gives the same machine, however many are asked for. */
final class LoadPlans {
  private static final int MACHINES_PER_NAMESPACE = 500;

  /** Of ten machines this many go to the tenants' namespaces. */
  private static final int TENTHS_FOR_TENANTS = 6;

  private static final Instant FIRST = Instant.parse("2026-01-05T00:00:00Z");
  private static final String[] ROLES = {
    "web", "api", "db", "cache", "queue", "batch", "build", "proxy", "search", "report", "mail",
    "etl"
  };
  private static final String[] PLACES = {
    "eu", "us", "ap", "blue", "green", "core", "edge", "lab", "qa", "prod"
  };
  private static final String[] IMAGES = {
    "source:ubuntu2404",
    "registry:docker://quay.io/containerdisks/fedora:42",
    "http:https://images.example.net/debian-13.qcow2",
    "source:rhel9",
    "source:windows2025"
  };
  private static final int[] CORES = {1, 2, 2, 4, 4, 8, 16};
  private static final String[] MEMORY = {"2Gi", "4Gi", "4Gi", "8Gi", "16Gi", "32Gi", "64Gi"};

  private LoadPlans() {}

  static MachinePlan plan(int index) {
    SplittableRandom random = new SplittableRandom(index * 0x9E3779B97F4A7C15L);
    int size = random.nextInt(CORES.length);
    String role = ROLES[random.nextInt(ROLES.length)];
    String name = "%s-%s-%05d".formatted(role, PLACES[random.nextInt(PLACES.length)], index);
    Situation situation = situation(random.nextInt(1000));
    return new MachinePlan(
        namespace(index),
        name,
        situation,
        situation == Situation.STOPPED ? "Halted" : "Always",
        CORES[size],
        situation == Situation.ERROR_UNSCHEDULABLE ? "768Gi" : MEMORY[size],
        image(situation, random),
        10 * (1 + random.nextInt(20)),
        random.nextInt(8) == 0 ? "vlan120" : "",
        "",
        Map.of("tier", role, "batch", "load"),
        Map.of(),
        FIRST.plus(Duration.ofMinutes(random.nextInt(300_000))).toString());
  }

  private static String image(Situation situation, SplittableRandom random) {
    return switch (situation) {
      case ERR_IMAGE_PULL, IMAGE_PULL_BACK_OFF -> "containerdisk:registry.invalid/load/image:1";
      case CRASH_LOOP_BACK_OFF -> "containerdisk:quay.io/example/load-crash:1";
      case DATA_VOLUME_ERROR -> "http:https://images.invalid/load.qcow2";
      default -> IMAGES[random.nextInt(IMAGES.length)];
    };
  }

  private static Situation situation(int thousandth) {
    if (thousandth < 840) {
      return Situation.RUNNING;
    } else if (thousandth < 950) {
      return Situation.STOPPED;
    } else if (thousandth < 970) {
      return Situation.PAUSED;
    }
    Situation[] rare = {
      Situation.STARTING,
      Situation.STARTING,
      Situation.PROVISIONING,
      Situation.ERROR_UNSCHEDULABLE,
      Situation.ERR_IMAGE_PULL,
      Situation.IMAGE_PULL_BACK_OFF,
      Situation.CRASH_LOOP_BACK_OFF,
      Situation.DATA_VOLUME_ERROR,
      Situation.STOPPING,
      Situation.UNKNOWN
    };
    return rare[thousandth % rare.length];
  }

  private static String namespace(int index) {
    int place = index % 10;
    if (place < TENTHS_FOR_TENANTS) {
      List<String> tenants = tenantNamespaces();
      return tenants.get((index / 10 + place) % tenants.size());
    }
    int number = index / 10 * (10 - TENTHS_FOR_TENANTS) + (place - TENTHS_FOR_TENANTS);
    return "load-%03d".formatted(number / MACHINES_PER_NAMESPACE);
  }

  /** Name the generated namespaces that so many machines need. */
  static List<String> namespaces(int machines) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < machines; i++) {
      String name = namespace(i);
      if (name.startsWith("load-") && (names.isEmpty() || !names.getLast().equals(name))) {
        names.add(name);
      }
    }
    return names;
  }

  private static List<String> tenantNamespaces() {
    List<String> all = new ArrayList<>(Namespaces.SHOP_TENANT);
    all.addAll(Namespaces.RESEARCH_TENANT);
    return all;
  }
}
