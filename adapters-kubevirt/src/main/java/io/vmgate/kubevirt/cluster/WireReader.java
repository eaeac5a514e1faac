package io.vmgate.kubevirt.cluster;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads records out of a stream of JSON, skipping every property that is no component.
 *
 * <p>Not Jackson's own binding, which prepares the call of a record's constructor anew for each
 * record: the first sync of ten thousand machines makes two million, mostly before anything is
 * compiled. Components are strings, numbers, booleans, records, and lists and string maps of them.
 * What is missing or null is null; null elements of a list are left out.
 *
 * @param <T> a record
 */
public final class WireReader<T> {
  private interface Value {
    @Nullable Object read(JsonParser parser);
  }

  private record Component(int place, Value value) {}

  private final Class<T> type;
  private final Map<String, Component> components = new HashMap<>();
  private final MethodHandle constructor;
  private final int size;

  private WireReader(Class<T> type) {
    this.type = type;
    RecordComponent[] declared = type.getRecordComponents();
    if (declared == null) {
      throw new IllegalArgumentException(type + " is no record");
    }
    this.size = declared.length;
    for (int place = 0; place < size; place++) {
      RecordComponent component = declared[place];
      components.put(name(component), new Component(place, value(component.getGenericType())));
    }
    this.constructor = constructor(type, declared);
  }

  /** Prepare to read records of this type. */
  public static <T> WireReader<T> of(Class<T> type) {
    return new WireReader<>(type);
  }

  /**
   * Read the object the parser stands at, and leave it at the object's end.
   *
   * @throws StreamReadException when something in it is of another type than its component
   */
  public T read(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw unexpected(parser, type.getSimpleName());
    }
    @Nullable Object[] values = new Object[size];
    String property = parser.nextName();
    while (property != null) {
      Component component = components.get(property);
      JsonToken token = parser.nextToken();
      if (component == null) {
        parser.skipChildren();
      } else if (token != JsonToken.VALUE_NULL) {
        values[component.place()] = component.value().read(parser);
      }
      property = parser.nextName();
    }
    return construct(values);
  }

  private T construct(@Nullable Object[] values) {
    try {
      return type.cast((Object) constructor.invokeExact(values));
    } catch (RuntimeException | Error unchecked) {
      throw unchecked;
    } catch (Throwable checked) {
      throw new IllegalStateException(checked);
    }
  }

  private static MethodHandle constructor(Class<?> type, RecordComponent[] components) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return MethodHandles.lookup()
          .findConstructor(type, MethodType.methodType(void.class, types))
          .asSpreader(Object[].class, types.length)
          .asType(MethodType.methodType(Object.class, Object[].class));
    } catch (ReflectiveOperationException notOurs) {
      throw new IllegalArgumentException(type + " cannot be made", notOurs);
    }
  }

  private static String name(RecordComponent component) {
    // The annotation is not made for record components; it lands on the accessor.
    JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
    return named == null || named.value().isEmpty() ? component.getName() : named.value();
  }

  private static Value value(Type type) {
    if (type == String.class) {
      return WireReader::text;
    }
    if (type == Boolean.class) {
      return JsonParser::getBooleanValue;
    }
    if (type == Integer.class) {
      return JsonParser::getIntValue;
    }
    if (type == Long.class) {
      return JsonParser::getLongValue;
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == List.class) {
      Value element = value(generic.getActualTypeArguments()[0]);
      return parser -> list(parser, element);
    }
    if (type instanceof ParameterizedType generic && generic.getRawType() == Map.class) {
      return WireReader::texts;
    }
    if (type instanceof Class<?> record && record.isRecord()) {
      return WireReader.of(record)::read;
    }
    throw new IllegalArgumentException("no way to read a " + type);
  }

  /** A quantity may be written as a number. */
  private static String text(JsonParser parser) {
    JsonToken token = parser.currentToken();
    if (token == null || !token.isScalarValue()) {
      throw unexpected(parser, "text");
    }
    return parser.getString();
  }

  private static List<Object> list(JsonParser parser, Value element) {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw unexpected(parser, "a list");
    }
    List<Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      Object value = parser.currentToken() == JsonToken.VALUE_NULL ? null : element.read(parser);
      if (value != null) {
        list.add(value);
      }
    }
    return list;
  }

  private static Map<String, String> texts(JsonParser parser) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw unexpected(parser, "a map");
    }
    Map<String, String> texts = new HashMap<>();
    String key = parser.nextName();
    while (key != null) {
      texts.put(key, parser.nextToken() == JsonToken.VALUE_NULL ? "" : text(parser));
      key = parser.nextName();
    }
    return texts;
  }

  private static StreamReadException unexpected(JsonParser parser, String wanted) {
    return new StreamReadException(
        parser, "found " + parser.currentToken() + " where " + wanted + " was expected");
  }
}
