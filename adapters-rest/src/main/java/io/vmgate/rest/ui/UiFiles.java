package io.vmgate.rest.ui;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Find the web console's files on the class path, where its build has put them, if it was built.
 */
@Singleton
public class UiFiles {
  static final String FIRST_PAGE = "index.html";

  private static final String FOLDER = "/io/vmgate/ui/";

  /** No dot may begin a name, so nothing leads out of the folder. */
  private static final Pattern NAME =
      Pattern.compile("([A-Za-z0-9_-][A-Za-z0-9._-]*/)*+[A-Za-z0-9_-][A-Za-z0-9._-]*+");

  private final Map<String, byte[]> read = new ConcurrentHashMap<>();

  /** Whether there is a web console: it is left out where it could not be built. */
  public boolean areThere() {
    return find(FIRST_PAGE).isPresent();
  }

  /** The content of a file; empty when there is none of that name. */
  Optional<byte[]> find(String name) {
    byte[] known = read.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    if (!NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    try (InputStream stream = UiFiles.class.getResourceAsStream(FOLDER + name)) {
      if (stream == null || isFolder(name)) {
        return Optional.empty();
      }
      byte[] content = stream.readAllBytes();
      // There are as many as the build made, so this stays small.
      read.put(name, content);
      return Optional.of(content);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** All files have an ending; the class path lets folders be read like files. */
  private static boolean isFolder(String name) {
    return name.lastIndexOf('.') < name.lastIndexOf('/') + 1;
  }
}
