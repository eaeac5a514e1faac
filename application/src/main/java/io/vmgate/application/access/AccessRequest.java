package io.vmgate.application.access;

import io.vmgate.application.Fingerprints;
import io.vmgate.domain.access.AddressBlock;
import io.vmgate.domain.access.Expiry;
import io.vmgate.domain.access.PortMapping;
import io.vmgate.domain.access.ServiceName;
import io.vmgate.domain.access.ServiceType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a caller asks to be published.
 *
 * @param name null to have one made
 * @param ports one at least, no two that look alike from outside
 * @param expiry null for never
 * @param allowFrom who may reach it; empty for anybody
 * @param extra a JSON object to give back with the service, in a form that is the same for equal
 *     objects; null for none
 * @param idempotencyKey null for none
 */
public record AccessRequest(
    ServiceType type,
    @Nullable ServiceName name,
    List<PortMapping> ports,
    @Nullable Expiry expiry,
    List<AddressBlock> allowFrom,
    @Nullable String extra,
    @Nullable String idempotencyKey) {
  public AccessRequest {
    ports = List.copyOf(ports);
    allowFrom = List.copyOf(allowFrom);
  }

  /** The same for equal requests for the same machine, whenever they come. */
  String fingerprintOf(String vm) {
    // Records write all they hold; none of them holds a time that depends on when it is read.
    return Fingerprints.of(
        vm,
        type.toString(),
        String.valueOf(name),
        ports.toString(),
        String.valueOf(expiry),
        allowFrom.toString(),
        String.valueOf(extra));
  }
}
