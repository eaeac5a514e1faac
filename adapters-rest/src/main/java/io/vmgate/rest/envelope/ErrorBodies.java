package io.vmgate.rest.envelope;

import io.vmgate.domain.Failure;
import io.vmgate.domain.InputFailure;
import io.vmgate.domain.InputFailure.FieldError;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.AccessFailure;
import io.vmgate.domain.auth.AuthFailure;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.limit.LimitFailure;
import io.vmgate.domain.task.TaskFailure;
import io.vmgate.domain.tenant.TenantFailure;
import io.vmgate.domain.vm.VmFailure;
import java.util.List;

/** Give each failure its code: the only place where the two meet. */
final class ErrorBodies {
  private ErrorBodies() {}

  static ErrorBody of(Failure failure) {
    return switch (failure) {
      case InputFailure.InvalidFields(var errors) ->
          ErrorBody.ofFields(errors.stream().map(ErrorBodies::wrongField).toList());
      case AuthFailure.BadCredentials() -> ErrorBody.of(ErrorCode.BAD_CREDENTIALS);
      case AuthFailure.Disabled() -> ErrorBody.of(ErrorCode.DISABLED);
      case AuthFailure.RefreshRefused() -> ErrorBody.of(ErrorCode.REFRESH_REFUSED);
      case AuthFailure.CrossSite() -> ErrorBody.of(ErrorCode.CROSS_SITE);
      case AuthFailure.PermissionMissing(var permission) ->
          ErrorBody.of(ErrorCode.PERMISSION_MISSING, permission.wireName());
      case LimitFailure.TooManyCalls(_, var delay) ->
          ErrorBody.ofDelay(ErrorCode.TOO_MANY_REQUESTS, delay);
      case VmFailure.NotFound(var id) -> ErrorBody.of(ErrorCode.VM_NOT_FOUND, id);
      case TaskFailure.NotFound(var id) -> ErrorBody.of(ErrorCode.TASK_NOT_FOUND, id);
      case TaskFailure.WrongState(var action, var status) ->
          ErrorBody.of(ErrorCode.WRONG_VM_STATE, action.wireName(), status.wireName());
      case TaskFailure.Busy(var holder) -> ErrorBody.ofTask(ErrorCode.VM_BUSY, holder.toString());
      case TaskFailure.TooLateToCancel(var task) ->
          ErrorBody.of(ErrorCode.TOO_LATE_TO_CANCEL, task.toString());
      case TaskFailure.KeyReused(var key) -> ErrorBody.of(ErrorCode.IDEMPOTENCY_KEY_REUSED, key);
      case ConsoleFailure.Unsupported(var protocol) ->
          ErrorBody.of(ErrorCode.CONSOLE_UNSUPPORTED, protocol.wireName());
      case ConsoleFailure.NotRunning(var status) ->
          ErrorBody.of(ErrorCode.WRONG_VM_STATE, "console", status.wireName());
      case ConsoleFailure.TicketRefused() -> ErrorBody.of(ErrorCode.TICKET_REFUSED);
      case ConsoleFailure.Held(var username, _) -> ErrorBody.of(ErrorCode.CONSOLE_HELD, username);
      case ConsoleFailure.LineRefused(_, var words) ->
          ErrorBody.of(ErrorCode.CLUSTER_REFUSED, words);
      case ConsoleFailure.LineTaken() -> ErrorBody.of(ErrorCode.CONSOLE_HELD_OUTSIDE);
      case AccessFailure.NotFound(var id) -> ErrorBody.of(ErrorCode.SERVICE_NOT_FOUND, id);
      case AccessFailure.NotOurs(var name) -> ErrorBody.of(ErrorCode.SERVICE_NOT_OURS, name);
      case AccessFailure.NameTaken(var name) ->
          taken(ErrorCode.SERVICE_NAME_TAKEN, "serviceName", name);
      case AccessFailure.NodePortTaken(var index, var port) ->
          taken(ErrorCode.NODE_PORT_TAKEN, "ports[" + index + "].nodePort", port);
      case AccessFailure.NodePortsUsedUp(var range) ->
          ErrorBody.of(ErrorCode.NODE_PORTS_USED_UP, range);
      case AccessFailure.NoPodNetwork() -> ErrorBody.of(ErrorCode.NO_POD_NETWORK);
      case AccessFailure.QuotaReached(var most) -> ErrorBody.of(ErrorCode.QUOTA_REACHED, most);
      case TenantFailure.NamespaceTaken(var namespace) ->
          ErrorBody.of(ErrorCode.NAMESPACE_TAKEN, namespace);
      case PlatformFailure.ClusterUnreachable _ -> ErrorBody.of(ErrorCode.CLUSTER_UNREACHABLE);
      case PlatformFailure.ClusterTimedOut(var patience) ->
          ErrorBody.of(ErrorCode.CLUSTER_TIMED_OUT, patience.toSeconds());
      case PlatformFailure.ClusterRefused(var reason) ->
          ErrorBody.of(ErrorCode.CLUSTER_REFUSED, reason);
      case PlatformFailure.DatabaseUnreachable() -> ErrorBody.of(ErrorCode.DATABASE_UNREACHABLE);
    };
  }

  /** The field is named for programs, since it is one that the caller can change. */
  private static ErrorBody taken(ErrorCode code, String field, Object value) {
    return ErrorBody.ofField(
        code, new ErrorBody.WrongField(field, "field.TAKEN", List.of(value), null), value);
  }

  private static ErrorBody.WrongField wrongField(FieldError error) {
    return new ErrorBody.WrongField(
        error.field(), "field." + error.reason().name(), error.arguments(), null);
  }
}
