package io.vmgate.kubevirt.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.kubevirt.cluster.ObjectParser.Event;
import io.vmgate.kubevirt.cluster.ObjectParser.Page;
import io.vmgate.kubevirt.vm.model.Node;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ObjectParserTest {
  private final ObjectParser<Node, String> parser =
      new ObjectParser<>(
          new ResourceKind<>(
              "nodes",
              "api/v1",
              null,
              false,
              false,
              Node.class,
              node -> node.metadata().name().startsWith("skip") ? null : node.metadata().uid()));

  @Test
  void readsAPageInOneGoWhateverTheOrderOfItsParts() {
    Map<ObjectName, String> found = new HashMap<>();

    Page first =
        page(
            found,
            """
            {"kind":"NodeList","metadata":{"resourceVersion":"7","continue":"next","x":{}},
             "items":[{"metadata":{"name":"a","uid":"1"}},{"metadata":{"name":"skip-me"}}]}
            """);
    Page last =
        page(
            found,
            """
            {"items":[{"metadata":{"name":"b","uid":"2","labels":{"x":"y"}},"spec":{"z":[1,{}]}}],
             "metadata":{"resourceVersion":"8","continue":""},"more":[{}]}
            """);

    assertThat(found)
        .containsOnly(
            Map.entry(new ObjectName("", "a"), "1"), Map.entry(new ObjectName("", "b"), "2"));
    assertThat(first).isEqualTo(new Page("next", "7"));
    assertThat(last).isEqualTo(new Page(null, "8"));
    assertThat(parser.secondReadings()).isZero();
  }

  @Test
  void readsAnEmptyPage() {
    Map<ObjectName, String> found = new HashMap<>();

    assertThat(page(found, "{\"items\":null,\"metadata\":{\"resourceVersion\":\"3\"}}"))
        .isEqualTo(new Page(null, "3"));
    assertThat(found).isEmpty();
  }

  @Test
  void leavesOutOneObjectThatCannotBeRead() {
    Map<ObjectName, String> found = new HashMap<>();

    page(
        found,
        """
        {"items":[{"metadata":{"name":"a","uid":"1"}},{"metadata":[1]},
         {"metadata":{"name":"b","uid":"2"}}],"metadata":{"resourceVersion":"8"}}
        """);

    assertThat(found.values()).containsExactlyInAnyOrder("1", "2");
    assertThat(parser.secondReadings()).isOne();
  }

  @Test
  void readsEventsInOneGo() {
    String object =
        "\"object\":{\"metadata\":{\"name\":\"a\",\"uid\":\"1\",\"resourceVersion\":\"9\"}}";

    assertThat(event("{\"type\":\"ADDED\"," + object + "}"))
        .isEqualTo(new Event.Put<>(new ObjectName("", "a"), "1", "9"));
    assertThat(event("{\"type\":\"MODIFIED\"," + object + "}"))
        .isEqualTo(new Event.Put<>(new ObjectName("", "a"), "1", "9"));
    assertThat(event("{\"type\":\"DELETED\"," + object + "}"))
        .isEqualTo(new Event.Removed<>(new ObjectName("", "a"), "1", "9"));
    assertThat(event("{\"type\":\"BOOKMARK\"," + object + "}"))
        .isEqualTo(new Event.Bookmark<>("9"));
    assertThat(parser.secondReadings()).isZero();
    assertThat(event("{" + object + ",\"type\":\"ADDED\"}"))
        .isEqualTo(new Event.Put<>(new ObjectName("", "a"), "1", "9"));
  }

  @Test
  void readsTroubles() {
    assertThat(
            event(
                "{\"type\":\"ERROR\",\"object\":{\"code\":410,\"message\":\"too old\","
                    + "\"metadata\":{}}}"))
        .isEqualTo(new Event.Trouble<>(410, "too old"));
    assertThat(event("{}")).isEqualTo(new Event.Trouble<>(0, "no reason given"));
  }

  private Page page(Map<ObjectName, String> into, String text) {
    return parser.page(text.getBytes(StandardCharsets.UTF_8), into);
  }

  private @Nullable Event<String> event(String line) {
    byte[] bytes = ("??" + line + "??").getBytes(StandardCharsets.UTF_8);
    return parser.event(bytes, 2, bytes.length - 4);
  }
}
