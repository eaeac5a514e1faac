package io.vmgate.application.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.access.Transport;
import io.vmgate.domain.vm.VmId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.testkit.access.InMemoryPortGuard;
import io.vmgate.testkit.access.PortGuardContract;
import io.vmgate.testkit.vm.VmBuilder;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InMemoryPortGuardTest implements PortGuardContract {
  private static final VmName WEB = new VmName("shop", "web-1");

  private final InMemoryPortGuard guard = new InMemoryPortGuard();

  @BeforeEach
  void prepare() {
    guard.forget(new VmId(new UUID(4, 4)), goneName());
  }

  @Override
  public PortGuard guard() {
    return guard;
  }

  @Override
  public VmId vm() {
    return VmBuilder.idOf(WEB);
  }

  @Override
  public VmName vmName() {
    return WEB;
  }

  @Override
  public VmName goneName() {
    return new VmName("shop", "gone");
  }

  @Override
  public boolean admits(Transport transport, int port, String from) {
    return guard.admits(WEB, transport, port, from);
  }

  @Test
  void refusesOnceWhatItWasToldTo() {
    guard.refuseNext(new PlatformFailure.ClusterRefused("no"));

    assertThatThrownBy(() -> guard.lift(WEB, "ssh")).hasMessageContaining("no");
    guard.lift(WEB, "ssh");
    assertThat(guard.restrictions(WEB)).isEmpty();
  }
}
