package io.vmgate.persistence.stream;

import io.vmgate.domain.stream.Change;
import io.vmgate.domain.stream.ChangeKind;
import io.vmgate.domain.tenant.TenantId;
import java.io.IOException;

/** Writes changes of one kind as JSON, and reads them again. */
public interface ChangeCodec {
  /** Which kind. */
  ChangeKind kind();

  /** Write a change of this kind. */
  String write(Change change) throws IOException;

  /**
   * Read what was written.
   *
   * @throws IOException when it cannot be read, such as what a newer version wrote
   */
  Change read(TenantId tenant, String body) throws IOException;
}
