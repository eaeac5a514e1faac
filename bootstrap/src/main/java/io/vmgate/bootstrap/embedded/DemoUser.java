package io.vmgate.bootstrap.embedded;

import java.util.List;

/** Somebody who can sign in at the demo. */
record DemoUser(String tenantId, String username, String password, List<String> roles) {
  DemoUser {
    roles = List.copyOf(roles);
  }

  @Override
  public String toString() {
    return "DemoUser[" + tenantId + "/" + username + "]"; // the password belongs in no log
  }
}
