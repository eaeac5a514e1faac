package io.vmgate.application.console;

import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.auth.Caller;
import io.vmgate.domain.console.ConsoleFailure;
import io.vmgate.domain.console.LineProblem;
import io.vmgate.domain.vm.ConsoleProtocol;
import io.vmgate.domain.vm.Vm;
import java.time.Duration;
import java.time.InstantSource;

/** Show what a machine's screen looks like. */
public final class ShowScreen {
  private static final int AT_ONCE = 4;
  private static final Duration FRESHNESS = Duration.ofSeconds(3);

  private final PermissionGate gate;
  private final VmInventory inventory;
  private final ScreenCamera camera;
  private final Duration patience;
  private final ScreenAlbum album;

  /**
   * Show screens.
   *
   * @param patience how long the cluster may take
   */
  public ShowScreen(
      PermissionGate gate,
      VmInventory inventory,
      ScreenCamera camera,
      Duration patience,
      InstantSource clock) {
    this.gate = gate;
    this.inventory = inventory;
    this.camera = camera;
    this.patience = patience;
    this.album = new ScreenAlbum(AT_ONCE, FRESHNESS, patience, clock);
  }

  /**
   * Show the screen as it looks now, or looked a few seconds ago.
   *
   * @param vmId as the caller wrote it
   * @return a PNG image; not to be written into
   * @throws FailureException {@link io.vmgate.domain.vm.VmFailure.NotFound}, {@link
   *     io.vmgate.domain.auth.AuthFailure.PermissionMissing}, {@link ConsoleFailure.NotRunning},
   *     {@link ConsoleFailure.Unsupported}, {@link ConsoleFailure.LineRefused}, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterUnreachable}, {@link
   *     io.vmgate.domain.PlatformFailure.ClusterTimedOut}
   */
  public byte[] show(Caller caller, String vmId) {
    Vm vm = ConsoleMachines.find(gate, inventory, caller, vmId);
    ConsoleMachines.requireOpen(ConsoleProtocol.VNC, vm);
    return album.of(vm.id(), () -> shoot(vm));
  }

  private byte[] shoot(Vm vm) {
    try {
      return camera.shoot(vm.name(), patience);
    } catch (FailureException refused) {
      if (refused.failure() instanceof ConsoleFailure.LineRefused(var problem, _)
          && problem == LineProblem.NO_SCREEN) {
        throw new ConsoleFailure.Unsupported(ConsoleProtocol.VNC).toException();
      }
      throw refused;
    }
  }
}
