package io.vmgate.simulator.selector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelSelectorTest {
  private final StoredObject object =
      new ObjectStore(10)
          .put(
              ResourceTypes.SERVICE,
              Json.parseObject(
                  """
                  {"metadata":{"namespace":"a","name":"b",
                   "labels":{"app":"web","vmgate.io/tier":"front","size":"3","empty":""}}}
                  """));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "app=web",
        "app==web",
        "app",
        "!old",
        "app!=db",
        "absent!=x",
        "app in (db, web)",
        "app notin (db)",
        "absent notin (db)",
        "vmgate.io/tier=front,size>2,size<4",
        " app = web , vmgate.io/tier in (front) ",
        "empty=",
        "empty in ()",
      })
  void matches(String selector) {
    assertThat(LabelSelectorParser.parse(selector).matches(object)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app=db",
        "old",
        "!app",
        "app!=web",
        "app in (db)",
        "app notin (web)",
        "size>3",
        "app>1",
        "absent="
      })
  void doesNotMatch(String selector) {
    assertThat(LabelSelectorParser.parse(selector).matches(object)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "app=web,",
        "app near web",
        "app in web",
        "app in (web",
        "-a=b",
        "a=-b",
        "a>b",
        "=b",
        "a=b c"
      })
  void refusesWhatIsNoSelector(String selector) {
    assertThatThrownBy(() -> LabelSelectorParser.parse(selector))
        .isInstanceOf(SelectorException.class)
        .hasMessageStartingWith("unable to parse requirement: ");
  }

  @Test
  void refusesAFieldThatTheTypeDoesNotOffer() {
    assertThatThrownBy(() -> FieldSelector.parse(ResourceTypes.VMI, "status.nodeName=a"))
        .isInstanceOf(SelectorException.class)
        .hasMessage("field label not supported: status.nodeName");
  }

  @Test
  void comparesNameAndNamespaceOfEveryType() {
    assertThat(
            FieldSelector.parse(ResourceTypes.SERVICE, "metadata.name==b,metadata.namespace!=c")
                .matches(object))
        .isTrue();
    assertThat(FieldSelector.parse(ResourceTypes.SERVICE, "metadata.name!=b").matches(object))
        .isFalse();
  }
}
