package io.vmgate.simulator.seed;

import java.util.List;
import java.util.Map;

/**
 * The machines of the demo besides the scenarios in files: every printed status, two tenants, some
 * oddities.
 */
final class DemoPlans {
  private static final String FEDORA = "containerdisk:quay.io/containerdisks/fedora:42";
  private static final String DEBIAN = "http:https://images.example.net/debian-13.qcow2";

  private DemoPlans() {}

  static List<MachinePlan> all() {
    return List.of(
        plan("shop", "cart-api", Situation.RUNNING, 1)
            .size(2, "4Gi")
            .disk("source:ubuntu2404", 30)
            .labelled(Map.of("tier", "backend", "team", "checkout"))
            .annotated(
                Map.of("vmgate.io/description", "购物车服务：双机热备，工作日 02:00–04:00 可维护。联系人：王芳（结算组）。")),
        plan("shop", "search", Situation.RUNNING, 2)
            .size(8, "32Gi")
            .disk("claim:ceph-rbd", 200)
            .on("vlan120")
            .labelled(Map.of("tier", "backend", "team", "search")),
        plan("shop", "mail-relay", Situation.POWERED_OFF, 3).run("Manual").disk(DEBIAN, 20),
        plan("shop", "thumbnailer", Situation.CRASH_LOOP_BACK_OFF, 4)
            .disk("containerdisk:quay.io/example/thumbnailer-crash:2.1", 0),
        plan("shop", "legacy-erp", Situation.STOPPING, 5)
            .size(4, "16Gi")
            .disk("claim:local-lvm", 120),
        plan("shop-staging", "web-1", Situation.RUNNING, 6).disk("source:ubuntu2404", 20),
        plan("shop-staging", "web-2", Situation.STARTING, 7).disk("source:ubuntu2404", 20),
        plan("shop-staging", "preview-118", Situation.ERR_IMAGE_PULL, 8)
            .disk("containerdisk:registry.invalid/shop/preview:118", 0),
        plan("shop-staging", "preview-119", Situation.IMAGE_PULL_BACK_OFF, 9)
            .disk("containerdisk:registry.invalid/shop/preview:119", 0),
        plan("shop-staging", "old-branch", Situation.TERMINATING, 10).disk(FEDORA, 0),
        plan("shop-staging", "loadtest", Situation.STOPPED, 11).run("Halted").size(16, "64Gi"),
        plan("payments", "ledger", Situation.RUNNING, 12)
            .size(4, "16Gi")
            .disk("claim:ceph-rbd", 500)
            .labelled(Map.of("tier", "database", "pci", "in-scope"))
            .annotated(
                Map.of(
                    "vmgate.io/description",
                    "Holds the general ledger. Change freeze in the last three days of every quarter; any restart needs"
                        + " a second pair of eyes and a ticket. The guest keeps its own backups on the second disk and"
                        + " copies them off site every night at 01:30; do not pause it between 01:15 and 02:30, or the"
                        + " copy starts over. 账务系统，停机须双人复核。")),
        plan("payments", "gateway-a", Situation.RUNNING, 13).size(2, "8Gi").type("u1.medium"),
        plan("payments", "gateway-b", Situation.PAUSED, 14).size(2, "8Gi").disk(FEDORA, 0),
        plan("payments", "hsm-proxy", Situation.ERROR_PVC_NOT_FOUND, 15).disk("claim:ceph-rbd", 10),
        plan("payments", "settlement", Situation.WAITING_FOR_VOLUME_BINDING, 16)
            .disk("claim:manual", 80),
        plan("payments", "fraud-model", Situation.PROVISIONING, 17)
            .disk("registry:docker://quay.io/containerdisks/ubuntu:24.04", 60),
        plan("research", "notebook-li", Situation.RUNNING, 18)
            .size(8, "32Gi")
            .disk("source:ubuntu2404", 100)
            .labelled(Map.of("owner", "li.wei", "gpu", "none"))
            .annotated(Map.of("vmgate.io/description", "李伟的实验环境")),
        plan("research", "notebook-schmidt", Situation.RUNNING, 19)
            .size(4, "16Gi")
            .disk(DEBIAN, 80)
            .labelled(Map.of("owner", "schmidt")),
        plan("research", "cluster-head", Situation.RUNNING, 20)
            .size(4, "8Gi")
            .disk(FEDORA, 0)
            .on("golden-images/storage-net"),
        plan("research", "cluster-node-1", Situation.RUNNING, 21).size(16, "64Gi").disk(FEDORA, 0),
        plan("research", "cluster-node-2", Situation.UNKNOWN, 22).size(16, "64Gi").disk(FEDORA, 0),
        plan("research", "genome-dump", Situation.DATA_VOLUME_ERROR, 23)
            .disk("http:https://images.invalid/genome.qcow2", 300),
        plan("research", "moved-in", Situation.WAITING_FOR_RECEIVER, 24)
            .run("WaitAsReceiver")
            .disk(FEDORA, 0),
        plan("render-farm", "render-01", Situation.RUNNING, 25).size(16, "64Gi"),
        plan("render-farm", "render-02", Situation.RUNNING, 26).size(16, "64Gi"),
        plan("render-farm", "render-03", Situation.ERROR_UNSCHEDULABLE, 27).size(64, "768Gi"),
        plan("render-farm", "render-04", Situation.STOPPED, 28).run("Halted").size(16, "64Gi"),
        plan("render-farm", "license-server", Situation.RUNNING, 29)
            .run("RerunOnFailure")
            .disk("claim:local-lvm", 60)
            .labelled(Map.of("os", "windows")),
        plan("render-farm", "asset-sync-once", Situation.POWERED_OFF, 30)
            .run("Once")
            .disk(FEDORA, 0),
        plan("golden-images", "builder", Situation.STOPPED, 31).run("Manual").disk(DEBIAN, 40));
  }

  private static MachinePlan plan(String namespace, String name, Situation situation, int day) {
    return new MachinePlan(
        namespace,
        name,
        situation,
        "Always",
        2,
        "2Gi",
        FEDORA,
        20,
        "",
        "",
        Map.of(),
        Map.of(),
        "2026-07-%02dT%02d:15:00Z".formatted(day, 6 + day % 12));
  }
}
