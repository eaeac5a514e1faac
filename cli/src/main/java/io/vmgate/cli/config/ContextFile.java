package io.vmgate.cli.config;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The file of contexts, {@code ~/.vmctl/config}. There are tokens in it: it is written so that only
 * its owner can read it, and refused when others can.
 */
public final class ContextFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OWNER_ONLY_FOLDER =
      PosixFilePermissions.fromString("rwx------");

  /** Longer than a renewal takes. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  /** Locks of files are the JVM's: its threads wait for each other here. */
  private static final ReentrantLock WITHIN = new ReentrantLock();

  private final Path path;

  /** Use this file; it need not be there. */
  public ContextFile(Path path) {
    this.path = path;
  }

  /** What is wrong with the file. */
  public enum Fault {
    READABLE_BY_OTHERS,
    UNREADABLE
  }

  /** The file cannot be used. */
  public static final class FaultException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Fault fault;

    FaultException(Fault fault, String detail) {
      super(detail);
      this.fault = fault;
    }

    /** Which fault it is. */
    public Fault fault() {
      return fault;
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** Read it; without the file there are no contexts. */
  public Contexts read() throws FaultException {
    try {
      if (!Files.exists(path)) {
        return new Contexts("", List.of());
      }
      if (isPosix() && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(path))) {
        throw new FaultException(Fault.READABLE_BY_OTHERS, path.toString());
      }
      return parsed(new YAMLMapper().readTree(Files.readString(path)));
    } catch (IOException | JacksonException unreadable) {
      throw new FaultException(Fault.UNREADABLE, path + ": " + unreadable.getMessage());
    }
  }

  /**
   * Keep other programs from changing it, as far as they ask; whoever asks closes it. Where the
   * file system has no locks, programs are not kept apart.
   *
   * @throws FaultException when it could not be written either, or somebody has it for too long
   */
  public Lock lock() throws FaultException {
    WITHIN.lock();
    try {
      FileChannel channel = lockedChannel();
      return () -> {
        release(channel);
        WITHIN.unlock();
      };
    } catch (IOException unusable) {
      WITHIN.unlock();
      throw new FaultException(Fault.UNREADABLE, path + ": " + unusable.getMessage());
    }
  }

  private FileChannel lockedChannel() throws IOException {
    Path file = real();
    createFolder(folderOf(file));
    FileChannel channel =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            onlyForOwner(OWNER_ONLY));
    try {
      await(channel);
      return channel;
    } catch (IOException waitedInVain) {
      channel.close();
      throw waitedInVain;
    }
  }

  private static void await(FileChannel channel) throws IOException {
    long end = System.nanoTime() + LONGEST_WAIT.toNanos();
    while (!isLocked(channel)) {
      if (System.nanoTime() > end) {
        throw new IOException("another program changes it");
      }
      try {
        Thread.sleep(LOOK_AGAIN);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", interrupted);
      }
    }
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException withoutLocks) {
      return true;
    }
  }

  /** What a link leads to, so that the link stays one. */
  private Path real() throws IOException {
    return Files.isSymbolicLink(path) ? path.toRealPath() : path.toAbsolutePath();
  }

  private static Path folderOf(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder == null) {
      throw new IOException("no folder");
    }
    return folder;
  }

  /** Nobody else changes the file until this is closed. */
  public interface Lock extends AutoCloseable {
    @Override
    void close();
  }

  private static void release(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException gone) {
      // The system lets go of it when the program ends.
    }
  }

  /** Write it, whole or not at all. */
  public void write(Contexts contexts) throws FaultException {
    try {
      Path file = real();
      Path folder = folderOf(file);
      createFolder(folder);
      Path fresh = Files.createTempFile(folder, "config", ".new", onlyForOwner(OWNER_ONLY));
      try {
        Files.writeString(fresh, new YAMLMapper().writeValueAsString(written(contexts)));
        Files.move(
            fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException unwritable) {
      throw new FaultException(Fault.UNREADABLE, path + ": " + unwritable.getMessage());
    }
  }

  private static void createFolder(Path folder) throws IOException {
    try {
      if (!Files.isDirectory(folder)) {
        Files.createDirectories(folder, onlyForOwner(OWNER_ONLY_FOLDER));
      }
    } catch (FileAlreadyExistsException inTheMeantime) {
      // Somebody else made it; what matters is the file's own mode.
    }
  }

  private static FileAttribute<?>[] onlyForOwner(Set<PosixFilePermission> permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix() {
    return java.nio.file.FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static Contexts parsed(JsonNode file) {
    List<Context> contexts = new ArrayList<>();
    for (JsonNode entry : file.path("contexts")) {
      contexts.add(
          new Context(
              entry.path("name").asString(""),
              entry.path("server").asString(""),
              entry.path("tenantId").asString(""),
              entry.path("username").asString(""),
              entry.path("token").asString(""),
              entry.path("refreshToken").asString(""),
              entry.path("refreshShown").asLong(0),
              entry.path("expireTime").asString(""),
              entry.path("caFile").asString("")));
    }
    return new Contexts(file.path("currentContext").asString(""), contexts);
  }

  private static Map<String, Object> written(Contexts contexts) {
    List<Map<String, String>> entries = new ArrayList<>();
    for (Context context : contexts.all()) {
      Map<String, String> entry = new LinkedHashMap<>();
      put(entry, "name", context.name());
      put(entry, "server", context.server());
      put(entry, "tenantId", context.tenantId());
      put(entry, "username", context.username());
      put(entry, "token", context.token());
      put(entry, "refreshToken", context.refreshToken());
      put(entry, "refreshShown", context.refreshShown() == 0 ? "" : "" + context.refreshShown());
      put(entry, "expireTime", context.expireTime());
      put(entry, "caFile", context.caFile());
      entries.add(entry);
    }
    Map<String, Object> file = new LinkedHashMap<>();
    file.put("currentContext", contexts.current());
    file.put("contexts", entries);
    return file;
  }

  private static void put(Map<String, String> entry, String name, String value) {
    if (!value.isEmpty()) {
      entry.put(name, value);
    }
  }
}
