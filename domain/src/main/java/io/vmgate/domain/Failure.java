package io.vmgate.domain;

import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.limit.LimitFailure;
import io.vmgate.domain.task.TaskFailure;
import io.vmgate.domain.tenant.TenantFailure;
import io.vmgate.domain.vm.VmFailure;

/**
 * State what stands in the way of a request, in words the caller may be told.
 *
 * <p>A failure is a value: it is thrown inside a {@link FailureException} and meets its code on the
 * wire in one place only. Whatever is not a failure is a fault of ours.
 */
public sealed interface Failure
    permits AccessFailure,
        AuthFailure,
        ConsoleFailure,
        InputFailure,
        LimitFailure,
        PlatformFailure,
        TaskFailure,
        TenantFailure,
        VmFailure {

  /** Wrap this failure so that it can be thrown. */
  default FailureException toException() {
    return new FailureException(this, null);
  }

  /** Wrap this failure so that it can be thrown, keeping the cause for the log. */
  default FailureException toException(Throwable cause) {
    return new FailureException(this, cause);
  }
}
