package io.vmgate.kubevirt.cluster;

import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses pages of lists and lines of watches, reducing one object after the other: no more than one
 * is ever whole in memory.
 */
final class ObjectParser<W extends WireObject, D> {
  /** Where a page ends: what to ask for next, and where a watch would begin. */
  record Page(@Nullable String next, String resourceVersion) {}

  /** What a line of a watch says. */
  sealed interface Event<D> {
    /** An object is new or has changed. */
    record Put<D>(ObjectName name, @Nullable D digest, String resourceVersion)
        implements Event<D> {}

    /** An object is gone. */
    record Removed<D>(ObjectName name, @Nullable D last, String resourceVersion)
        implements Event<D> {}

    /** Nothing has happened up to here. */
    record Bookmark<D>(String resourceVersion) implements Event<D> {}

    /** The watch has come to an end. */
    record Trouble<D>(int code, String message) implements Event<D> {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(ObjectParser.class);
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final ObjectReader METADATA =
      JSON.reader().without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final ResourceKind<W, D> kind;
  private final WireReader<W> reader;
  private volatile int secondReadings;

  ObjectParser(ResourceKind<W, D> kind) {
    this.kind = kind;
    this.reader = WireReader.of(kind.wire());
  }

  /**
   * Read a page of a list.
   *
   * @throws JacksonException when this is no list
   */
  Page page(byte[] body, Map<ObjectName, D> into) {
    try {
      return quickly(body, (wire, digest) -> into.put(name(wire), digest));
    } catch (JacksonException oneIsOdd) {
      LOG.warn("cannot read a page of {} in one go: {}", kind.name(), oneIsOdd.getMessage());
      return carefully(body, into);
    }
  }

  /**
   * Read a line of a watch; null for an object that cannot be read, which then stays as it was.
   *
   * @throws JacksonException when this is no event
   */
  @Nullable Event<D> event(byte[] bytes, int offset, int length) {
    String type = null;
    W wire = null;
    try (JsonParser parser = JSON.createParser(bytes, offset, length)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String property = parser.currentName();
        parser.nextToken();
        if (property.equals("type")) {
          type = parser.getString();
        } else if (property.equals("object") && type != null && !type.equals("ERROR")) {
          wire = reader.read(parser);
        } else {
          parser.skipChildren();
        }
      }
    } catch (JacksonException odd) {
      return slowly(bytes, offset, length);
    }
    return type == null || wire == null ? slowly(bytes, offset, length) : event(type, wire);
  }

  /** How often something had to be read in another way than the quick one. */
  int secondReadings() {
    return secondReadings;
  }

  private Page quickly(byte[] body, BiConsumer<W, D> found) {
    String next = null;
    String resourceVersion = "";
    try (JsonParser parser = JSON.createParser(body)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String property = parser.currentName();
        parser.nextToken();
        if (property.equals("items") && parser.currentToken() == JsonToken.START_ARRAY) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            W wire = reader.read(parser);
            D digest = digest(wire);
            if (digest != null) {
              found.accept(wire, digest);
            }
          }
        } else if (property.equals("metadata")) {
          JsonNode metadata = METADATA.readTree(parser);
          next = metadata.path("continue").asString("");
          resourceVersion = metadata.path("resourceVersion").asString("");
        } else {
          parser.skipChildren();
        }
      }
    }
    return new Page(next == null || next.isEmpty() ? null : next, resourceVersion);
  }

  /** Leave out what cannot be read and keep the rest. */
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one reading at a time
  private Page carefully(byte[] body, Map<ObjectName, D> into) {
    secondReadings++;
    JsonNode list = JSON.readTree(body);
    for (JsonNode item : list.path("items")) {
      try {
        W wire = read(item);
        D digest = digest(wire);
        if (digest != null) {
          into.put(name(wire), digest);
        }
      } catch (JacksonException odd) {
        LOG.warn("left out {} {}: {}", kind.name(), path(item), odd.getMessage());
      }
    }
    String next = list.at("/metadata/continue").asString("");
    return new Page(
        next.isEmpty() ? null : next, list.at("/metadata/resourceVersion").asString(""));
  }

  /** A line with its parts in another order, an error, or an object that cannot be read. */
  @SuppressWarnings("NonAtomicOperationOnVolatileField") // one reading at a time
  private @Nullable Event<D> slowly(byte[] bytes, int offset, int length) {
    secondReadings++;
    JsonNode line = JSON.readTree(bytes, offset, length);
    JsonNode object = line.path("object");
    String type = line.path("type").asString("");
    if (type.equals("ERROR") || type.isEmpty()) {
      return new Event.Trouble<>(
          object.path("code").asInt(0), object.path("message").asString("no reason given"));
    }
    try {
      return event(type, read(object));
    } catch (JacksonException odd) {
      LOG.warn("kept {} {} as it was: {}", kind.name(), path(object), odd.getMessage());
      return null;
    }
  }

  private W read(JsonNode object) {
    try (JsonParser parser = JSON.treeAsTokens(object)) {
      parser.nextToken();
      return reader.read(parser);
    }
  }

  private @Nullable Event<D> event(String type, W wire) {
    String resourceVersion = wire.metadata().resourceVersion();
    return switch (type) {
      case "ADDED", "MODIFIED" -> new Event.Put<>(name(wire), digest(wire), resourceVersion);
      case "DELETED" -> new Event.Removed<>(name(wire), digest(wire), resourceVersion);
      case "BOOKMARK" -> new Event.Bookmark<>(resourceVersion);
      default -> null;
    };
  }

  /** One object that is not as it should be must not stop all the others. */
  private @Nullable D digest(W wire) {
    try {
      return kind.digest().apply(wire);
    } catch (RuntimeException odd) {
      LOG.warn("cannot make sense of {} {}", kind.name(), name(wire), odd);
      return null;
    }
  }

  private static ObjectName name(WireObject wire) {
    return new ObjectName(wire.metadata().namespace(), wire.metadata().name());
  }

  private static String path(JsonNode object) {
    return object.at("/metadata/namespace").asString("")
        + "/"
        + object.at("/metadata/name").asString("");
  }
}
