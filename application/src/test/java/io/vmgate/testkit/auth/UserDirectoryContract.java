package io.vmgate.testkit.auth;

import static io.vmgate.testkit.auth.UserBuilder.aUser;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmgate.application.auth.UserDirectory;
import io.vmgate.application.auth.UserDirectory.User;
import io.vmgate.domain.auth.Role;
import io.vmgate.domain.auth.UserId;
import io.vmgate.domain.auth.UserName;
import io.vmgate.domain.tenant.TenantId;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every user directory does. */
public interface UserDirectoryContract {
  TenantId ACME = new TenantId("acme");
  TenantId GLOBEX = new TenantId("globex");

  /** An empty directory in which tenants {@code acme} and {@code globex} exist. */
  UserDirectory emptyDirectory();

  @Test
  default void answersEmptyForAnUnknownUser() {
    UserDirectory users = emptyDirectory();
    assertThat(users.find(ACME, new UserName("ann"))).isEmpty();
    assertThat(users.find(new TenantId("nowhere"), new UserName("ann"))).isEmpty();
  }

  @Test
  default void findsAUserAsAdded() {
    UserDirectory users = emptyDirectory();
    User ann = aUser().of("acme").named("Ann").with(Role.OPERATOR, Role.VIEWER).build();
    User gone = aUser().of("acme").named("gone").with().disabled().build();
    assertThat(users.addIfMissing(ann)).isTrue();
    assertThat(users.addIfMissing(gone)).isTrue();
    assertThat(users.find(ACME, new UserName("Ann"))).contains(ann);
    assertThat(users.find(ACME, new UserName("gone"))).contains(gone);
  }

  @Test
  default void findsAUserWhateverTheLetterCase() {
    UserDirectory users = emptyDirectory();
    User user = aUser().of("acme").named("Édith").build();
    users.addIfMissing(user);
    assertThat(users.find(ACME, new UserName("éDITH"))).contains(user);
    assertThat(users.find(ACME, new UserName("E\u0301dith"))).contains(user);
    assertThat(users.find(ACME, new UserName("edith"))).isEmpty();
  }

  @Test
  default void leavesAnExistingUserAsItIs() {
    UserDirectory users = emptyDirectory();
    User first = aUser().of("acme").named("ann").hash("plain:1:first").build();
    users.addIfMissing(first);
    assertThat(users.addIfMissing(aUser().of("acme").named("ANN").hash("plain:1:2nd").build()))
        .isFalse();
    assertThat(users.find(ACME, new UserName("ann"))).contains(first);
  }

  @Test
  default void keepsUsersOfOneNameInTwoTenantsApart() {
    UserDirectory users = emptyDirectory();
    User ofAcme = aUser().of("acme").named("ann").build();
    User ofGlobex = aUser().of("globex").named("ann").build();
    users.addIfMissing(ofAcme);
    assertThat(users.find(GLOBEX, new UserName("ann"))).isEmpty();
    users.addIfMissing(ofGlobex);
    assertThat(users.find(ACME, new UserName("ann"))).contains(ofAcme);
    assertThat(users.find(GLOBEX, new UserName("ann"))).contains(ofGlobex);
  }

  @Test
  default void findsUsersOfATenantByTheirIds() {
    UserDirectory users = emptyDirectory();
    User ann = aUser().of("acme").named("ann").with(Role.OPERATOR).build();
    User bob = aUser().of("acme").named("bob").disabled().build();
    User other = aUser().of("globex").named("ann").build();
    users.addIfMissing(ann);
    users.addIfMissing(bob);
    users.addIfMissing(other);
    Set<UserId> ids = Set.of(ann.id(), bob.id(), other.id(), new UserId(new UUID(0, 404)));

    assertThat(users.findAll(ACME, ids)).containsExactlyInAnyOrder(ann, bob);
    assertThat(users.findAll(ACME, Set.of())).isEmpty();
  }
}
