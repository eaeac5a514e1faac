package io.vmgate.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KubectlTest {
  private Simulator simulator;
  private Path folder;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    boolean installed =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "kubectl")));
    assumeTrue(installed, "kubectl is not on the PATH (package kubernetes-client)");
    this.folder = folder;
    simulator = Simulator.start(SimulatorOptions.in(folder));
  }

  @AfterAll
  void stop() {
    if (simulator != null) {
      simulator.close();
    }
  }

  @Test
  void showsMachinesOfAllNamespaces() throws Exception {
    assertThat(kubectl("get", "vm", "-A"))
        .containsPattern("NAMESPACE +NAME +AGE +STATUS +READY")
        .containsPattern("shop +web-1 +\\S+ +Running +True")
        .containsPattern("shop +gpu-5 +\\S+ +ErrorUnschedulable +False");
  }

  @Test
  void showsInstancesWide() throws Exception {
    assertThat(kubectl("get", "vmi", "-n", "shop", "-o", "wide"))
        .containsPattern("NAME +AGE +PHASE +IP +NODENAME +READY +LIVE-MIGRATABLE +PAUSED")
        .containsPattern("db-3 +\\S+ +Running +10.244.2.19 +node-b +False +True +True");
  }

  @Test
  void showsPodsAndNodes() throws Exception {
    assertThat(kubectl("get", "pods", "-n", "shop"))
        .containsPattern("virt-launcher-web-1-7k2xq +2/2 +Running");
    assertThat(kubectl("get", "nodes", "-o", "wide")).containsPattern("node-a +Ready");
    assertThat(kubectl("get", "--raw", "/readyz?verbose")).contains("readyz check passed");
    assertThat(kubectl("api-resources", "--api-group=kubevirt.io")).contains("vm,vms");
  }

  @Test
  void showsServicesAndWhatIsBehindThem() throws Exception {
    assertThat(kubectl("get", "svc,endpointslices", "-A"))
        .containsPattern("NAMESPACE +NAME +TYPE +CLUSTER-IP +EXTERNAL-IP +PORT\\(S\\) +AGE")
        .containsPattern("shop +service/web-1-ssh +NodePort +10.96.41.7 +<none> +22:31422/TCP")
        .containsPattern("payments +service/gateway-public +LoadBalancer +\\S+ +198.51.100.20")
        .containsPattern("research +service/head-pending +LoadBalancer +\\S+ +<pending>")
        .containsPattern("NAMESPACE +NAME +ADDRESSTYPE +PORTS +ENDPOINTS +AGE")
        .containsPattern(
            "shop +endpointslice.discovery.k8s.io/web-1-ssh-\\S+ +IPv4 +22 +10.244.1.37");
    Path file = folder.resolve("policy.yaml");
    Files.writeString(
        file,
        """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: only-office, namespace: shop}
        spec:
          podSelector: {matchLabels: {vmi.kubevirt.io/id: web-1}}
          ingress: [{from: [{ipBlock: {cidr: 10.0.0.0/8}}]}]
        """);
    kubectl("apply", "-f", file.toString());
    assertThat(kubectl("get", "netpol", "-n", "shop"))
        .containsPattern("NAME +POD-SELECTOR +AGE")
        .containsPattern("only-office +vmi.kubevirt.io/id=web-1");
  }

  @Test
  void patchesLabelsAppliesAndDeletes() throws Exception {
    Path file = folder.resolve("objects.yaml");
    String text =
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: applied}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: ssh, namespace: applied}
        spec:
          type: NodePort
          selector: {app: web}
          ports: [{port: 22}]
        ---
        apiVersion: kubevirt.io/v1
        kind: VirtualMachine
        metadata: {name: small, namespace: applied}
        spec:
          runStrategy: Halted
          template:
            spec:
              domain: {devices: {}, memory: {guest: 1Gi}}
        """;
    Files.writeString(file, text);
    assertThat(kubectl("apply", "-f", file.toString()))
        .contains("service/ssh created", "virtualmachine.kubevirt.io/small created");
    Files.writeString(file, text.replace("port: 22", "port: 23").replace("Halted", "Manual"));
    assertThat(kubectl("apply", "-f", file.toString()))
        .contains("service/ssh configured", "virtualmachine.kubevirt.io/small configured");
    assertThat(
            kubectl(
                "patch",
                "vm",
                "small",
                "-n",
                "applied",
                "--type=merge",
                "-p",
                "{\"metadata\":{\"annotations\":{\"a\":\"b\"}}}"))
        .contains("virtualmachine.kubevirt.io/small patched");
    assertThat(kubectl("label", "service", "ssh", "-n", "applied", "tier=front"))
        .contains("labeled");
    assertThat(kubectl("get", "svc", "-n", "applied", "-l", "tier in (front)")).contains("23:");
    assertThat(kubectl("delete", "service", "ssh", "-n", "applied")).contains("deleted");
  }

  private String kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "kubectl",
                "--kubeconfig=" + simulator.kubeconfig(),
                "--cache-dir=" + folder.resolve("cache"),
                "--request-timeout=20s"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("kubectl.out").toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    if (!ended) {
      process.destroyForcibly();
    }
    String output = Files.readString(folder.resolve("kubectl.out"), StandardCharsets.UTF_8);
    assertThat(ended).as("%s has ended: %s", command, output).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
