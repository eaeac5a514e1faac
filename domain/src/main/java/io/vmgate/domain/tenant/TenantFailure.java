package io.vmgate.domain.tenant;

import io.vmgate.domain.Failure;

/** Refuse something about a tenant. */
public sealed interface TenantFailure extends Failure {
  /** The namespace already belongs to another tenant. */
  record NamespaceTaken(String namespace) implements TenantFailure {}
}
