package io.vmgate.kubevirt.vm.digest;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the small pieces that recur in every kind of object. */
final class Wording {
  private static final String DOCKER = "docker://";

  private Wording() {}

  /** Read a time of RFC 3339; null when there is none. */
  static @Nullable Instant time(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException notATime) {
      return null;
    }
  }

  /** Read a uid; one that is not a UUID, which Kubernetes never makes, gets a stable one. */
  static UUID uid(String text) {
    try {
      return UUID.fromString(text);
    } catch (IllegalArgumentException notAUuid) {
      return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Drop what is blank. */
  static @Nullable String text(@Nullable String given) {
    return given == null || given.isBlank() ? null : given;
  }

  /**
   * Name an image by its address: a registry's without the transport, any other without the
   * credentials that an address may carry in its user part or its query.
   */
  static @Nullable String imageAddress(@Nullable String address) {
    String given = text(address);
    if (given == null) {
      return null;
    }
    if (given.startsWith(DOCKER)) {
      return given.substring(DOCKER.length());
    }
    return Optional.of(given).map(Wording::withoutCredentials).orElse(null);
  }

  private static @Nullable String withoutCredentials(String address) {
    int query = address.indexOf('?');
    String plain = query < 0 ? address : address.substring(0, query);
    int scheme = plain.indexOf("://");
    if (scheme < 0) {
      return plain;
    }
    try {
      String user = URI.create(plain).getRawUserInfo();
      return user == null ? plain : plain.replaceFirst("://[^/]*@", "://");
    } catch (IllegalArgumentException notAnAddress) {
      return null;
    }
  }
}
