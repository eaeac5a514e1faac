package io.vmgate.domain.auth;

import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;

/** Say what a permission is asked for, always within the caller's own tenant. */
public sealed interface Target {
  /** Anything at all: it is enough to hold the permission on a single machine. */
  record Anywhere() implements Target {}

  /** The tenant as a whole; a role held on a part of it is not enough. */
  record WholeTenant() implements Target {}

  /** Every machine of one namespace. */
  record Namespace(String name) implements Target {}

  /** One machine. */
  record Machine(VmId id, String namespace) implements Target {
    /** Ask for this machine. */
    public static Machine of(Vm vm) {
      return new Machine(vm.id(), vm.name().namespace());
    }
  }
}
