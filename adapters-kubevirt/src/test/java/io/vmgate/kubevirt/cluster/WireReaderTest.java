package io.vmgate.kubevirt.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.json.JsonMapper;

class WireReaderTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** One component of each type. */
  public record Thing(
      @Nullable String text,
      @Nullable Integer number,
      @Nullable Long size,
      @Nullable Boolean flag,
      @Nullable Inner inner,
      @Nullable List<Inner> inners,
      @Nullable List<String> texts,
      @Nullable Map<String, String> labels,
      @JsonProperty("x.io/odd-name") @Nullable String odd) {}

  /** A record within. */
  public record Inner(@Nullable String name) {}

  /** Has a component that nobody can read. */
  public record Strange(@Nullable Object anything) {}

  @Test
  void readsComponentsOfEveryType() {
    assertThat(
            read(
                """
                {"text":"a","number":1,"size":5000000000,"flag":true,"inner":{"name":"i"},
                 "inners":[{"name":"1"},null,{}],"texts":["x",null,"y"],
                 "labels":{"k":"v","n":null},"x.io/odd-name":"odd"}
                """))
        .isEqualTo(
            new Thing(
                "a",
                1,
                5_000_000_000L,
                true,
                new Inner("i"),
                List.of(new Inner("1"), new Inner(null)),
                List.of("x", "y"),
                Map.of("k", "v", "n", ""),
                "odd"));
  }

  @Test
  void skipsWhatIsNoComponentAndStopsAtTheEnd() {
    try (JsonParser parser =
        JSON.createParser("[{\"more\":{\"text\":\"no\"},\"text\":\"a\",\"z\":[{}]},7]")) {
      parser.nextToken();
      parser.nextToken();
      Thing thing = WireReader.of(Thing.class).read(parser);

      assertThat(thing.text()).isEqualTo("a");
      assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
      parser.nextToken();
      assertThat(parser.getIntValue()).isEqualTo(7);
    }
  }

  @Test
  void leavesOutWhatIsMissingOrNull() {
    Thing nothing = new Thing(null, null, null, null, null, null, null, null, null);

    assertThat(read("{}")).isEqualTo(nothing);
    assertThat(read("{\"text\":null,\"number\":null,\"inner\":null,\"labels\":null}"))
        .isEqualTo(nothing);
  }

  @Test
  void takesANumberForText() {
    assertThat(read("{\"text\":4}").text()).isEqualTo("4");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"text\":{}}",
        "{\"number\":\"many\"}",
        "{\"number\":5000000000}",
        "{\"flag\":1}",
        "{\"inner\":\"x\"}",
        "{\"inners\":{}}",
        "{\"inners\":[1]}",
        "{\"texts\":[[]]}",
        "{\"labels\":[]}",
        "{\"labels\":{\"k\":{}}}",
        "{\"text\":\"cut",
      })
  void refusesWhatIsOfAnotherType(String json) {
    assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(json));
  }

  @Test
  void readsNoTypesButItsOwn() {
    assertThatIllegalArgumentException().isThrownBy(() -> WireReader.of(Strange.class));
    assertThatIllegalArgumentException().isThrownBy(() -> WireReader.of(String.class));
  }

  private static Thing read(String json) {
    try (JsonParser parser = JSON.createParser(json)) {
      parser.nextToken();
      return WireReader.of(Thing.class).read(parser);
    }
  }
}
