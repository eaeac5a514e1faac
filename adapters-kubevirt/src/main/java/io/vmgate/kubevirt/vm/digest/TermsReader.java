package io.vmgate.kubevirt.vm.digest;

import io.vmgate.domain.access.AccessTerms;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.kubevirt.cluster.Marks;
import io.vmgate.kubevirt.cluster.Metadata;
import io.vmgate.kubevirt.cluster.Metadata.Annotations;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads what the platform wrote on a Service of its own. Anybody may have changed it since, so that
 * whatever cannot be read counts as not written.
 */
final class TermsReader {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private TermsReader() {}

  /** Read the terms; null for a Service that the platform did not make. */
  static @Nullable AccessTerms read(Metadata metadata) {
    Annotations written = metadata.annotations();
    if (written == null || !Marks.areOn(metadata.labels())) {
      return null;
    }
    UUID request = uuid(written.request());
    return request == null
        ? null
        : new AccessTerms(
            request,
            written.madeBy() == null ? "" : written.madeBy(),
            Wording.time(written.expiresAt()),
            blocks(written.allowFrom()),
            object(written.extra()));
  }

  private static @Nullable UUID uuid(@Nullable String text) {
    try {
      return text == null ? null : UUID.fromString(text);
    } catch (IllegalArgumentException notAUuid) {
      return null;
    }
  }

  private static List<AddressBlock> blocks(@Nullable String text) {
    return text == null
        ? List.of()
        : Stream.of(text.split(","))
            .map(String::strip)
            .map(AddressBlock::parse)
            .flatMap(Optional::stream)
            .toList();
  }

  private static @Nullable String object(@Nullable String text) {
    try {
      return text != null && JSON.readTree(text).isObject() ? text : null;
    } catch (JacksonException notJson) {
      return null;
    }
  }
}
