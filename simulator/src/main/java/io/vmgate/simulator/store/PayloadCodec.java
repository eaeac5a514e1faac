package io.vmgate.simulator.store;

import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * Packs the JSON of one resource type.
 *
 * <p>Objects of a type resemble each other, so each is deflated against a dictionary made of a few
 * of them: ten times smaller than its text, where deflating it alone would give a third. Threads
 * may share a codec.
 */
final class PayloadCodec {
  /** Deflate looks back no further. */
  private static final int LARGEST_DICTIONARY_BYTES = 32 * 1024 - 262;

  private static final int POOLED = 8;

  private final ResourceType type;
  private final byte[] dictionary;
  private final byte[] prefix;
  private final ArrayBlockingQueue<Deflater> deflaters = new ArrayBlockingQueue<>(POOLED);
  private final ArrayBlockingQueue<Inflater> inflaters = new ArrayBlockingQueue<>(POOLED);

  PayloadCodec(ResourceType type, byte[] dictionary) {
    this.type = type;
    this.dictionary =
        dictionary.length > LARGEST_DICTIONARY_BYTES
            ? Arrays.copyOfRange(
                dictionary, dictionary.length - LARGEST_DICTIONARY_BYTES, dictionary.length)
            : dictionary;
    this.prefix =
        ("{\"apiVersion\":\"" + type.apiVersion() + "\",\"kind\":\"" + type.kind() + "\",")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  ResourceType type() {
    return type;
  }

  /** Give what stands before an unpacked payload, whose own opening brace is then left out. */
  byte[] prefix() {
    return prefix;
  }

  byte[] pack(byte[] text) {
    Deflater deflater = deflaters.poll();
    if (deflater == null) {
      deflater = new Deflater(Deflater.BEST_SPEED, true);
    }
    if (dictionary.length > 0) {
      deflater.setDictionary(dictionary);
    }
    deflater.setInput(text);
    deflater.finish();
    byte[] packed = new byte[text.length / 2 + 64];
    int length = 0;
    while (!deflater.finished()) {
      if (length == packed.length) {
        packed = Arrays.copyOf(packed, packed.length * 2);
      }
      length += deflater.deflate(packed, length, packed.length - length);
    }
    deflater.reset();
    if (!deflaters.offer(deflater)) {
      deflater.end();
    }
    return Arrays.copyOf(packed, length);
  }

  /**
   * Unpack into {@code target} from {@code offset} on; there must be room for {@code length} bytes.
   */
  void unpack(byte[] packed, byte[] target, int offset, int length) {
    Inflater inflater = inflaters.poll();
    if (inflater == null) {
      inflater = new Inflater(true);
    }
    try {
      if (dictionary.length > 0) {
        inflater.setDictionary(dictionary);
      }
      inflater.setInput(packed);
      int done = 0;
      while (done < length) {
        int count = inflater.inflate(target, offset + done, length - done);
        if (count == 0 && (inflater.finished() || inflater.needsInput())) {
          throw new IllegalStateException("A stored object ends early: " + type);
        }
        done += count;
      }
    } catch (DataFormatException broken) {
      throw new IllegalStateException("A stored object cannot be unpacked: " + type, broken);
    } finally {
      inflater.reset();
      if (!inflaters.offer(inflater)) {
        inflater.end();
      }
    }
  }
}
