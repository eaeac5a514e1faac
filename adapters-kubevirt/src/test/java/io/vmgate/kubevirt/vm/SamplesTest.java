package io.vmgate.kubevirt.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Each sample's objects go in, and the whole machine comes out as its golden file says. */
class SamplesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "01-running-masquerade-multus",
        "02-stopped",
        "03-paused",
        "04-instancetype",
        "05-error-unschedulable",
        "06-datavolume-error",
        "07-migrating",
        "08-running-no-guest-agent",
        "09-windows-tpm"
      })
  void joinsASampleIntoTheMachineOfItsGoldenFile(String sample) throws IOException {
    List<JsonNode> objects = Samples.objects(sample, "10-nodes");

    assertThat(VmText.of(new Samples().put(objects).vm())).isEqualTo(golden(sample));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void joinsTheSameMachinesInWhateverOrderObjectsArrive(long seed) {
    String[] samples = {
      "01-running-masquerade-multus",
      "02-stopped",
      "03-paused",
      "04-instancetype",
      "05-error-unschedulable",
      "06-datavolume-error",
      "08-running-no-guest-agent",
      "09-windows-tpm",
      "10-nodes"
    };
    String inOrder = VmText.of(new Samples().put(Samples.objects(samples)).ledger().joinAll());
    List<JsonNode> shuffled = new ArrayList<>(Samples.objects(samples));
    Collections.shuffle(shuffled, new Random(seed));
    PublishedMachines published = new PublishedMachines();
    Samples ledger = new Samples();
    for (JsonNode object : shuffled) {
      ledger.put(object);
      published.apply(ledger.ledger().takeBatch());
    }

    assertThat(VmText.of(published.all())).isEqualTo(inOrder);
  }

  private static String golden(String sample) throws IOException {
    try (InputStream file = SamplesTest.class.getResourceAsStream("/golden/" + sample + ".json")) {
      return file == null ? "" : new String(file.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
