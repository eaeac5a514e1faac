package io.vmgate.simulator.journal;

import io.vmgate.simulator.store.Change;
import io.vmgate.simulator.store.Json;
import io.vmgate.simulator.store.ObjectStore;
import io.vmgate.simulator.store.ResourceType;
import io.vmgate.simulator.store.ResourceTypes;
import io.vmgate.simulator.store.StoredObject;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The file of changes. A thread writes them as they come, and who has promised one to a client
 * calls {@link #sync} first; closing writes what is left. Written means handed to the operating
 * system: that outlives this program, not the machine.
 */
public final class Journal implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final long FLUSH_MILLIS = 200;
  private static final long REWRITE_BYTES = 32L * 1024 * 1024;

  /**
   * A restart leaves a gap, so that no version is given twice even if the last writes were lost.
   */
  private static final long VERSION_GAP = 1000;

  private final Path file;
  private final ObjectStore store;
  private final FileChannel lockFile;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> Thread.ofPlatform().name("simulator-journal").daemon().unstarted(work));
  private final ConcurrentLinkedQueue<Change> queue = new ConcurrentLinkedQueue<>();

  /** One writes at a time; who waited finds its changes written. */
  private final ReentrantLock writing = new ReentrantLock();

  /** What differs from the planted cluster, and whether it was planted at all; under the lock. */
  private final Map<Subject, Boolean> differing = new LinkedHashMap<>();

  private List<Subject> replayed = List.of();
  private long written;
  private long writtenByRewrite;

  /** An object by type and key. */
  public record Subject(ResourceType type, String key) {
    public String namespace() {
      return type.namespaced() ? key.substring(0, key.indexOf('/')) : "";
    }

    public String name() {
      return key.substring(key.indexOf('/') + 1);
    }
  }

  private Journal(Path file, ObjectStore store, FileChannel lockFile) {
    this.file = file;
    this.store = store;
    this.lockFile = lockFile;
  }

  /**
   * Bring the planted store to its last state and write down every later change.
   *
   * @param folder where the file is; one program at a time may use it
   * @throws IOException if another program uses the folder, or it cannot be read or written
   */
  public static Journal open(Path folder, ObjectStore store) throws IOException {
    FileChannel lockFile =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      lock(folder, lockFile);
      Journal journal = new Journal(folder.resolve("changes.jsonl"), store, lockFile);
      journal.replay();
      journal.rewrite();
      journal.replayed = List.copyOf(journal.differing.keySet());
      store.onChange(journal.queue::add);
      var _ =
          journal.thread.scheduleWithFixedDelay(
              journal::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS);
      return journal;
    } catch (IOException | RuntimeException failure) {
      lockFile.close();
      throw failure;
    }
  }

  private static void lock(Path folder, FileChannel lockFile) throws IOException {
    FileLock held;
    try {
      held = lockFile.tryLock();
    } catch (OverlappingFileLockException sameProcess) {
      held = null;
    }
    if (held == null) {
      throw new IOException("The data folder is in use by another simulator: " + folder);
    }
  }

  /** List what differed from the planted cluster when the journal was opened. */
  public List<Subject> replayed() {
    return replayed;
  }

  private void replay() throws IOException {
    long version = store.version();
    List<Subject> put = new ArrayList<>();
    if (Files.exists(file)) {
      try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          Optional<ObjectNode> entry = parsed(line);
          if (entry.isEmpty()) {
            LOG.warn("A line of the journal is cut short and is left out");
            continue;
          }
          version = Math.max(version, entry.get().path("version").longValue(0));
          apply(entry.get(), put);
        }
      }
    }
    // With fewer machines than last time, parts of machines that are no longer planted are left
    // over.
    put.forEach(this::dropIfOrphaned);
    store.advanceTo(version + VERSION_GAP);
  }

  private static Optional<ObjectNode> parsed(String line) {
    try {
      return Json.parse(line.getBytes(StandardCharsets.UTF_8)) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException cutShort) {
      return Optional.empty();
    }
  }

  private void apply(ObjectNode entry, List<Subject> put) {
    if (entry.path("object") instanceof ObjectNode object) {
      ResourceTypes.ofKind(Json.text(object, "apiVersion"), Json.text(object, "kind"))
          .ifPresent(
              type -> {
                Subject subject =
                    new Subject(type, type.key(Json.namespace(object), Json.name(object)));
                differing.putIfAbsent(subject, store.find(type, subject.key()).isPresent());
                store.load(type, object, entry.path("version").longValue(1));
                put.add(subject);
              });
    } else if (entry.has("removed")) {
      ResourceTypes.ofKind(Json.text(entry, "apiVersion"), Json.text(entry, "kind"))
          .ifPresent(
              type -> {
                Subject subject = new Subject(type, Json.text(entry, "removed"));
                boolean planted =
                    differing.getOrDefault(subject, store.find(type, subject.key()).isPresent());
                store.unload(type, subject.key());
                noteRemoval(subject, planted);
              });
    }
  }

  private void noteRemoval(Subject subject, boolean planted) {
    if (planted) {
      differing.put(subject, true);
    } else {
      differing.remove(subject);
    }
  }

  private void dropIfOrphaned(Subject subject) {
    Optional<StoredObject> object = store.find(subject.type(), subject.key());
    if (object.isEmpty()) {
      return;
    }
    if (subject.type().namespaced()
        && store.find(ResourceTypes.NAMESPACE, subject.namespace()).isEmpty()) {
      store.unload(subject.type(), subject.key());
      differing.remove(subject);
      return;
    }
    for (JsonNode owner : Json.at(object.get().toNode(), "metadata", "ownerReferences")) {
      Optional<ResourceType> type =
          ResourceTypes.ofKind(Json.text(owner, "apiVersion"), Json.text(owner, "kind"));
      if (type.isPresent()
          && store
              .find(type.get(), type.get().key(subject.namespace(), Json.text(owner, "name")))
              .isEmpty()) {
        store.unload(subject.type(), subject.key());
        differing.remove(subject);
        return;
      }
    }
  }

  /**
   * Return once every change made before is in the file, as a real cluster answers a write only
   * when its database has it. What cannot be written is logged.
   */
  public void sync() {
    flush();
  }

  private void flush() {
    writing.lock();
    try {
      write();
      if (written > REWRITE_BYTES && written > 2 * writtenByRewrite) {
        rewrite();
      }
    } catch (IOException | RuntimeException failure) {
      LOG.error("Changes cannot be written down", failure);
    } finally {
      writing.unlock();
    }
  }

  private void write() throws IOException {
    if (queue.isEmpty()) {
      return;
    }
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            1 << 16)) {
      for (Change change = queue.poll(); change != null; change = queue.poll()) {
        StoredObject current = change.current();
        Subject subject = new Subject(current.type(), current.key());
        if (change.kind() == Change.Kind.DELETED) {
          // What was never noted as differing can only have been planted.
          noteRemoval(subject, differing.getOrDefault(subject, true));
          removal(out, subject, current.version());
        } else {
          differing.putIfAbsent(subject, change.kind() == Change.Kind.MODIFIED);
          presence(out, current);
        }
      }
    }
  }

  private void rewrite() throws IOException {
    Path draft = file.resolveSibling("changes.draft");
    written = 0;
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(draft), 1 << 16)) {
      line(out, Json.object().put("version", store.version()));
      for (Subject subject : differing.keySet()) {
        Optional<StoredObject> object = store.find(subject.type(), subject.key());
        if (object.isPresent()) {
          presence(out, object.get());
        } else {
          removal(out, subject, store.version());
        }
      }
    }
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    writtenByRewrite = written;
  }

  private void presence(OutputStream out, StoredObject object) throws IOException {
    byte[] head =
        ("{\"version\":" + object.version() + ",\"object\":").getBytes(StandardCharsets.UTF_8);
    byte[] text = object.toBytes();
    out.write(head);
    out.write(text);
    out.write('}');
    out.write('\n');
    written += head.length + text.length + 2;
  }

  private void removal(OutputStream out, Subject subject, long version) throws IOException {
    line(
        out,
        Json.object()
            .put("version", version)
            .put("apiVersion", subject.type().apiVersion())
            .put("kind", subject.type().kind())
            .put("removed", subject.key()));
  }

  private void line(OutputStream out, ObjectNode entry) throws IOException {
    byte[] text = Json.bytes(entry);
    out.write(text);
    out.write('\n');
    written += text.length + 1;
  }

  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
        LOG.warn("The journal's writer does not end");
      }
      flush();
      lockFile.close();
    } catch (IOException failure) {
      LOG.error("The journal cannot be closed", failure);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }
}
