package io.vmgate.application.stream;

import io.vmgate.domain.stream.ResetReason;
import io.vmgate.domain.stream.StreamPoint;
import io.vmgate.domain.tenant.TenantId;
import java.time.Duration;
import java.util.List;

/**
 * Keeps changes for a while, in one log for all tenants and replicas.
 *
 * <p>What is written becomes readable when its transaction commits, so a change may become readable
 * after others with a higher number. A point therefore does not count changes; it says that nothing
 * below it can become readable any more.
 */
public interface ChangeLog {
  /**
   * Read the tenant's changes from a point on, in the order in which they were written.
   *
   * @param most how many to read at most
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  Replay replay(TenantId tenant, StreamPoint from, int most);

  /**
   * Forget changes that were written longer ago, some at a time and never two replicas at once.
   * Points of before are {@link ResetReason#TOO_OLD} from then on.
   *
   * @return how many were forgotten; 0 also while another replica is at it
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  int forget(Duration age);

  /** What there was from a point on. */
  sealed interface Replay {
    /**
     * Everything from the point on.
     *
     * @param upTo where to go on afterwards
     */
    record Whole(List<LoggedChange> changes, StreamPoint upTo) implements Replay {
      public Whole {
        changes = List.copyOf(changes);
      }
    }

    /**
     * The latest of what came since; there was more.
     *
     * @param upTo where to go on afterwards
     */
    record Latest(List<LoggedChange> changes, StreamPoint upTo) implements Replay {
      public Latest {
        changes = List.copyOf(changes);
      }
    }

    /**
     * What came since cannot be told.
     *
     * @param reason {@link ResetReason#TOO_OLD} or {@link ResetReason#UNKNOWN_POINT}
     * @param upTo where to go on afterwards
     */
    record Lost(ResetReason reason, StreamPoint upTo) implements Replay {}
  }
}
