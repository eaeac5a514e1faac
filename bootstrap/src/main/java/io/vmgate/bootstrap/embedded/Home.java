package io.vmgate.bootstrap.embedded;

import io.vmgate.bootstrap.settings.SettingsException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** The folder in which the embedded platform keeps everything; one program at a time uses it. */
final class Home implements AutoCloseable {
  private static final String OWNER_ONLY_FILE = "rw-------";
  private static final String OWNER_ONLY_FOLDER = "rwx------";

  private final Path path;
  private final FileChannel lockFile;

  private Home(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /**
   * Take the folder, making it if it is not there.
   *
   * @throws SettingsException when it cannot be used, or another platform runs in it
   */
  static Home open(Path given) {
    Path path = given.toAbsolutePath().normalize();
    try {
      if (Files.notExists(path)) {
        Files.createDirectories(path);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(OWNER_ONLY_FOLDER));
      }
      FileChannel channel =
          FileChannel.open(
              path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        channel.close();
        throw new SettingsException(
            "another VMGate runs in "
                + path
                + "; stop it, or choose another folder by VMGATE_HOME");
      }
      return new Home(path, channel);
    } catch (IOException unusable) {
      throw new SettingsException(
          "the folder " + path + " (VMGATE_HOME) cannot be used: " + unusable, unusable);
    }
  }

  Path path() {
    return path;
  }

  /** A folder within, which is there when this returns. */
  Path folder(String name) throws IOException {
    return Files.createDirectories(path.resolve(name));
  }

  /** Read a file; null when it is not there. */
  @Nullable String read(String name) throws IOException {
    Path file = path.resolve(name);
    return Files.exists(file) ? Files.readString(file) : null;
  }

  /** Write a file that only its owner may read, whole or not at all. */
  Path writeSecret(String name, String content) throws IOException {
    Path file = path.resolve(name);
    Path fresh =
        Files.createTempFile(
            path,
            name,
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY_FILE)));
    Files.writeString(fresh, content);
    return Files.move(
        fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException inThisProgram) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    lockFile.close();
  }
}
