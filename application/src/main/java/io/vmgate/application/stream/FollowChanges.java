package io.vmgate.application.stream;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.auth.Decision;
import io.vmgate.domain.auth.Permission;
import io.vmgate.domain.auth.Target;
import io.vmgate.domain.stream.Interest;
import io.vmgate.domain.stream.ResetReason;
import io.vmgate.domain.stream.StreamPoint;
import io.vmgate.domain.vm.VmScope;
import java.util.Optional;

/** Let a caller hear of changes, from now or from where they were told to go on. */
public final class FollowChanges {
  private final PermissionGate gate;
  private final ChangeLog log;
  private final ChangeFanOut fanOut;

  public FollowChanges(PermissionGate gate, ChangeLog log, ChangeFanOut fanOut) {
    this.gate = gate;
    this.log = log;
    this.fanOut = fanOut;
  }

  /**
   * Begin to follow; reads the log once, so not on an event loop.
   *
   * <p>The first delivery is {@link Delivery.Ready}, or {@link Delivery.Reset} where the point to
   * go on from does not do. Whoever begins anew should read what interests them after it: nothing
   * that changes after that is missed, and some of what changed shortly before may be told again.
   *
   * <p>Changes of services are told to who may see services; to others it is as if there were none.
   *
   * @param lastPoint as the caller was told it; empty to begin anew
   * @param onWaiting is called when something waits and nothing did before, on any thread; it must
   *     return at once and may be called before this method returns
   * @return the caller's place; the caller closes it
   * @throws io.vmgate.domain.FailureException {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link
   *     io.vmgate.domain.auth.AuthFailure.Disabled}, {@link
   *     io.vmgate.domain.PlatformFailure.DatabaseUnreachable}
   */
  public Subscription follow(
      Caller caller, Interest interest, Optional<String> lastPoint, Runnable onWaiting) {
    Optional<StreamPoint> from = lastPoint.flatMap(StreamPoint::parse);
    Subscription place =
        fanOut.add(
            caller.tenant(),
            interest,
            () -> new Sight(gate.scopeOf(caller, Permission.VM_QUERY), services(caller)),
            from.orElse(null),
            onWaiting);
    try {
      boolean readable = lastPoint.isEmpty() || from.isPresent();
      place.begin(
          lastPoint.isEmpty(),
          readable
              ? log.replay(caller.tenant(), place.resumePoint(), Subscription.MOST_WAITING)
              : new ChangeLog.Replay.Lost(ResetReason.UNKNOWN_POINT, fanOut.upTo()));
      return place;
    } catch (RuntimeException failed) {
      place.close();
      throw failed;
    }
  }

  /** Who may see no services still follows machines. */
  private VmScope services(Caller caller) {
    return switch (gate.decide(caller, Permission.VM_SERVICE_QUERY, new Target.Anywhere())) {
      case Decision.Allowed _ -> gate.scopeOf(caller, Permission.VM_SERVICE_QUERY);
      case Decision.Denied _ -> VmScope.NOTHING;
    };
  }
}
