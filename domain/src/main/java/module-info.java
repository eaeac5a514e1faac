/**
 * Values and rules of the platform. A module, so that no framework can be imported here by
 * accident.
 */
module io.vmgate.domain {
  requires static transitive org.jspecify;

  exports io.vmgate.domain;
  exports io.vmgate.domain.access;
  exports io.vmgate.domain.auth;
  exports io.vmgate.domain.event;
  exports io.vmgate.domain.console;
  exports io.vmgate.domain.limit;
  exports io.vmgate.domain.page;
  exports io.vmgate.domain.stream;
  exports io.vmgate.domain.task;
  exports io.vmgate.domain.tenant;
  exports io.vmgate.domain.vm;
}
