package io.vmgate.simulator.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One version of one object, immutable and packed; labels and owners are kept beside the packed
 * text, because selecting and collecting garbage must not unpack everything.
 */
public final class StoredObject {
  private static final String[] NONE = {};

  private final PayloadCodec codec;
  private final String key;
  private final long version;
  private final String[] labels;
  private final String[] owners;
  private final byte[] packed;
  private final int length;

  private StoredObject(
      PayloadCodec codec,
      String key,
      long version,
      String[] labels,
      String[] owners,
      byte[] packed,
      int length) {
    this.codec = codec;
    this.key = key;
    this.version = version;
    this.labels = labels;
    this.owners = owners;
    this.packed = packed;
    this.length = length;
  }

  /**
   * Pack an object whose metadata already names this version; the tree is not changed and not kept.
   */
  static StoredObject of(PayloadCodec codec, ObjectNode object, long version) {
    ObjectNode body = Json.object();
    object.forEachEntry(
        (field, value) -> {
          if (!field.equals("apiVersion") && !field.equals("kind")) {
            body.set(field, value);
          }
        });
    byte[] text = Json.bytes(body);
    return new StoredObject(
        codec,
        codec.type().key(Json.namespace(object), Json.name(object)),
        version,
        labelsOf(object),
        ownersOf(object),
        codec.pack(text),
        text.length);
  }

  public ResourceType type() {
    return codec.type();
  }

  public String key() {
    return key;
  }

  /** Give the namespace, empty for a cluster-wide object. */
  public String namespace() {
    int slash = key.indexOf('/');
    return slash < 0 ? "" : key.substring(0, slash);
  }

  public String name() {
    return key.substring(key.indexOf('/') + 1);
  }

  /** Give the resource version. */
  public long version() {
    return version;
  }

  /** Give a label's value, null if the object has no such label. */
  public @Nullable String label(String name) {
    for (int i = 0; i < labels.length; i += 2) {
      if (labels[i].equals(name)) {
        return labels[i + 1];
      }
    }
    return null;
  }

  /** Hand over every label and its value. */
  public void forEachLabel(BiConsumer<String, String> work) {
    for (int i = 0; i < labels.length; i += 2) {
      work.accept(labels[i], labels[i + 1]);
    }
  }

  /** Tell whether one of the object's owner references names this uid. */
  public boolean isOwnedBy(String uid) {
    for (String owner : owners) {
      if (owner.equals(uid)) {
        return true;
      }
    }
    return false;
  }

  /** Unpack the object as a tree of its own, which the caller may change. */
  public ObjectNode toNode() {
    byte[] text = toBytes();
    return Json.parseObject(text, text.length);
  }

  /** Unpack the object as JSON without line breaks. */
  public byte[] toBytes() {
    byte[] text = new byte[size(true)];
    write(text, 0, true);
    return text;
  }

  /**
   * Tell how many bytes {@link #write} needs.
   *
   * @param typed whether the text names apiVersion and kind
   */
  public int size(boolean typed) {
    return typed ? codec.prefix().length + length - 1 : length;
  }

  /**
   * Unpack the object as JSON without line breaks.
   *
   * @param typed whether the text names apiVersion and kind; the items of a list of built-in kinds
   *     do not
   */
  public void write(byte[] target, int offset, boolean typed) {
    if (!typed) {
      codec.unpack(packed, target, offset, length);
      return;
    }
    byte[] prefix = codec.prefix();
    codec.unpack(packed, target, offset + prefix.length - 1, length);
    System.arraycopy(prefix, 0, target, offset, prefix.length);
  }

  /** Tell how many bytes of heap the packed text takes. */
  public int packedBytes() {
    return packed.length;
  }

  private static String[] labelsOf(ObjectNode object) {
    JsonNode labels = Json.at(object, "metadata", "labels");
    if (labels.isEmpty()) {
      return NONE;
    }
    List<String> flat = new ArrayList<>(labels.size() * 2);
    for (Map.Entry<String, JsonNode> label : labels.properties()) {
      flat.add(Words.shared(label.getKey()));
      flat.add(Words.shared(label.getValue().asString("")));
    }
    return flat.toArray(NONE);
  }

  private static String[] ownersOf(ObjectNode object) {
    JsonNode references = Json.at(object, "metadata", "ownerReferences");
    if (references.isEmpty()) {
      return NONE;
    }
    List<String> uids = new ArrayList<>(references.size());
    for (JsonNode reference : references) {
      uids.add(Json.text(reference, "uid"));
    }
    return uids.toArray(NONE);
  }
}
