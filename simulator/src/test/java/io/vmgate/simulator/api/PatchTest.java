package io.vmgate.simulator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgate.simulator.store.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class PatchTest {
  @Test
  void appliesEveryOperation() {
    assertThat(
            JsonPatch.apply(
                json("{'a':{'b':[1,2]},'c~d':{'e/f':1}}"),
                json(
                    "[{'op':'test','path':'/a/b/0','value':1},{'op':'add','path':'/a/b/-','value':3},"
                        + "{'op':'add','path':'/a/b/0','value':0},{'op':'replace','path':'/c~0d/e~1f','value':2},"
                        + "{'op':'copy','from':'/a/b','path':'/g'},{'op':'remove','path':'/a/b/1'},"
                        + "{'op':'move','from':'/a','path':'/h'},{'op':'test','path':'/none','value':null}]")))
        .isEqualTo(json("{'c~d':{'e/f':2},'g':[0,1,2,3],'h':{'b':[0,2,3]}}"));
  }

  @Test
  void refusesAnOperationThatDoesNotFit() {
    for (String operation :
        new String[] {
          "{'op':'test','path':'/a','value':2}",
          "{'op':'remove','path':'/x'}",
          "{'op':'replace','path':'/x','value':1}",
          "{'op':'add','path':'/x/y','value':1}",
          "{'op':'add','path':'/l/9','value':1}",
          "{'op':'add','path':'/b'}",
          "{'op':'sing','path':'/a'}"
        }) {
      assertThatThrownBy(() -> JsonPatch.apply(json("{'a':1,'l':[]}"), json("[" + operation + "]")))
          .as(operation)
          .isInstanceOf(JsonPatch.Refused.class);
    }
  }

  @Test
  void mergesAndRemoves() {
    assertThat(
            MergePatch.apply(
                json("{'a':{'b':1,'c':2},'l':[1,2],'x':1}"),
                json("{'a':{'b':null,'d':3},'l':[9],'x':{'y':1}}")))
        .isEqualTo(json("{'a':{'c':2,'d':3},'l':[9],'x':{'y':1}}"));
  }

  @Test
  void mergesListsByTheirKey() {
    assertThat(
            MergePatch.applyStrategic(
                json("{'ports':[{'port':22,'name':'ssh'},{'port':80}],'finalizers':['a']}"),
                json(
                    "{'$setElementOrder/ports':[{'port':22}],'ports':[{'port':22,'name':'new'},"
                        + "{'$patch':'delete','port':80},{'port':443}],'finalizers':['b'],"
                        + "'$deleteFromPrimitiveList/finalizers':['a']}")))
        .isEqualTo(json("{'ports':[{'port':22,'name':'new'},{'port':443}],'finalizers':['b']}"));
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }
}
