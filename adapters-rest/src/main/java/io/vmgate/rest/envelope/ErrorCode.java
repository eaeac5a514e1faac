package io.vmgate.rest.envelope;

import io.micronaut.http.HttpStatus;

/**
 * List every error the contract knows: the number on the wire, with the HTTP status in its first
 * three digits. Numbers are added, never changed; texts stand in the message bundles under the
 * constant's name.
 */
public enum ErrorCode {
  INVALID_FIELDS(40001),
  MALFORMED_JSON(40002),
  CONSOLE_UNSUPPORTED(40003),
  BAD_CREDENTIALS(40101),
  TOKEN_MISSING(40102),
  TOKEN_EXPIRED(40103),
  TOKEN_WITHDRAWN(40104),
  TICKET_REFUSED(40105),
  REFRESH_REFUSED(40106),
  PERMISSION_MISSING(40301),
  DISABLED(40302),
  QUOTA_REACHED(40303),
  CROSS_SITE(40304),
  NO_SUCH_ROUTE(40400),
  VM_NOT_FOUND(40401),
  TASK_NOT_FOUND(40402),
  SERVICE_NOT_FOUND(40403),
  METHOD_NOT_ALLOWED(40501),
  NOT_ACCEPTABLE(40601),
  WRONG_VM_STATE(40901),
  VM_BUSY(40902),
  TOO_LATE_TO_CANCEL(40903),
  IDEMPOTENCY_KEY_REUSED(40904),
  NAMESPACE_TAKEN(40905),
  SERVICE_NAME_TAKEN(40905),
  NODE_PORT_TAKEN(40905),
  NODE_PORTS_USED_UP(40905),
  CONSOLE_HELD(40906),
  CONSOLE_HELD_OUTSIDE(40906),
  SERVICE_NOT_OURS(40907),
  NO_POD_NETWORK(40908),
  REQUEST_TOO_LARGE(41301),
  UNSUPPORTED_MEDIA_TYPE(41501),
  WEB_SOCKET_REQUIRED(42601),
  TOO_MANY_REQUESTS(42901),
  INTERNAL(50001),
  CLUSTER_REFUSED(50201),
  CLUSTER_UNREACHABLE(50301),
  DATABASE_UNREACHABLE(50301),
  CLUSTER_TIMED_OUT(50401);

  private static final int CODES_PER_STATUS = 100;

  private final int number;

  ErrorCode(int number) {
    this.number = number;
  }

  /** The number in the envelope. */
  public int number() {
    return number;
  }

  /** The HTTP status that goes with it. */
  public HttpStatus status() {
    return HttpStatus.valueOf(number / CODES_PER_STATUS);
  }
}
