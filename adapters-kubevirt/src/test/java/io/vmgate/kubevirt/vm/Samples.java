package io.vmgate.kubevirt.vm;

import io.vmgate.domain.vm.Vm;
import io.vmgate.kubevirt.cluster.FeedSink;
import io.vmgate.kubevirt.cluster.ObjectName;
import io.vmgate.kubevirt.cluster.ResourceKind;
import io.vmgate.kubevirt.cluster.WireObject;
import io.vmgate.kubevirt.cluster.WireReader;
import io.vmgate.kubevirt.vm.digest.SharedValues;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Feeds a ledger with objects out of files or of a test's own making. */
final class Samples {
  static final JsonMapper JSON = JsonMapper.builder().build();

  private final SharedValues shared = new SharedValues();
  private final KubeVirtServiceInventory services = new KubeVirtServiceInventory();
  private final ClusterLedger ledger;
  private final List<ClusterKinds.Binding<?, ?>> kinds;

  Samples(@Nullable String publicHost) {
    this.ledger = new ClusterLedger(publicHost, services);
    this.kinds = ClusterKinds.all(ledger, shared);
  }

  Samples() {
    this(null);
  }

  /** The services that were joined with the machines. */
  KubeVirtServiceInventory services() {
    return services;
  }

  ClusterLedger ledger() {
    return ledger;
  }

  /** All objects of the sample files of these names. */
  static List<JsonNode> objects(String... names) {
    List<JsonNode> objects = new ArrayList<>();
    for (String name : names) {
      read("/samples/" + name + ".json").get("items").forEach(objects::add);
    }
    return objects;
  }

  static ObjectNode read(String resource) {
    try (InputStream file = Samples.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalArgumentException("no " + resource);
      }
      return (ObjectNode) JSON.readTree(file.readAllBytes());
    } catch (IOException cannotRead) {
      throw new IllegalStateException(cannotRead);
    }
  }

  /** Put an object, if it is of a kind that matters. */
  Samples put(JsonNode object) {
    for (ClusterKinds.Binding<?, ?> binding : kinds) {
      if (plural(object).equals(binding.kind().name())
          && (!plural(object).equals(Kinds.REVISIONS)
              || object
                  .at("/metadata/labels/instancetype.kubevirt.io~1object-kind")
                  .asString()
                  .endsWith("nstancetype"))) {
        put(binding, object, true);
      }
    }
    return this;
  }

  Samples put(Iterable<JsonNode> objects) {
    objects.forEach(this::put);
    return this;
  }

  Samples remove(JsonNode object) {
    for (ClusterKinds.Binding<?, ?> binding : kinds) {
      if (plural(object).equals(binding.kind().name())) {
        put(binding, object, false);
      }
    }
    return this;
  }

  /** The kind was read and there is none of it; or the cluster does not have it. */
  Samples read(String kind, boolean present) {
    for (ClusterKinds.Binding<?, ?> binding : kinds) {
      if (binding.kind().name().equals(kind)) {
        if (present) {
          binding.sink().replaced(Map.of());
        } else {
          binding.sink().absent();
        }
      }
    }
    return this;
  }

  /** The one machine there is. */
  Vm vm() {
    List<Vm> all = ledger.joinAll();
    if (all.size() != 1) {
      throw new IllegalStateException("expected one machine, found " + all);
    }
    return all.getFirst();
  }

  private static <W extends WireObject, D> void put(
      ClusterKinds.Binding<W, D> binding, JsonNode object, boolean present) {
    ResourceKind<W, D> kind = binding.kind();
    W wire = read(object, kind.wire());
    ObjectName name = new ObjectName(wire.metadata().namespace(), wire.metadata().name());
    D digest = kind.digest().apply(wire);
    FeedSink<D> sink = binding.sink();
    if (present && digest != null) {
      sink.put(name, digest);
    } else {
      sink.removed(name, digest);
    }
  }

  private static <W> W read(JsonNode object, Class<W> type) {
    try (JsonParser parser = JSON.treeAsTokens(object)) {
      parser.nextToken();
      return WireReader.of(type).read(parser);
    }
  }

  static String plural(JsonNode object) {
    return object.get("kind").asString().toLowerCase(Locale.ROOT) + "s";
  }
}
