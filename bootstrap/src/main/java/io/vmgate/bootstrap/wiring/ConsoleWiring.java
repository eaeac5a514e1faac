package io.vmgate.bootstrap.wiring;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.vmgate.application.IdSource;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.auth.SignInBook;
import io.vmgate.application.auth.UserDirectory;
import io.vmgate.application.bus.Doorbell;
import io.vmgate.application.console.ConsoleDialer;
import io.vmgate.application.console.ConsoleWatch;
import io.vmgate.application.console.DisconnectConsole;
import io.vmgate.application.console.EndSignIn;
import io.vmgate.application.console.EnterConsole;
import io.vmgate.application.console.ForgetOldSessions;
import io.vmgate.application.console.LatencyBook;
import io.vmgate.application.console.LiveConsoles;
import io.vmgate.application.console.OpenConsole;
import io.vmgate.application.console.PatientSessionLog;
import io.vmgate.application.console.RelayConsole;
import io.vmgate.application.console.ScreenCamera;
import io.vmgate.application.console.ServerLog;
import io.vmgate.application.console.SessionBell;
import io.vmgate.application.console.SessionBook;
import io.vmgate.application.console.SessionLog;
import io.vmgate.application.console.ShowConsole;
import io.vmgate.application.console.ShowScreen;
import io.vmgate.application.console.TellLatencies;
import io.vmgate.application.console.TicketBook;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.bootstrap.operations.CountedSessions;
import io.vmgate.bootstrap.operations.CountedTickets;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.domain.ServerId;
import io.vmgate.kubevirt.console.KubeVirtConsoleDialer;
import io.vmgate.kubevirt.console.KubeVirtScreenCamera;
import io.vmgate.rest.client.PublicAddress;
import io.vmgate.rest.console.AllowedOrigins;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Links to consoles, the sessions they lead to, and who looks after them. */
@Factory
final class ConsoleWiring {
  /** How late an order is obeyed at the latest; a third of what a server may be silent. */
  private static final Duration WATCH_INTERVAL = Duration.ofSeconds(3);

  @Singleton
  ServerId server(IdSource ids) {
    return new ServerId(ids.next());
  }

  @Singleton
  LiveConsoles liveConsoles() {
    return new LiveConsoles();
  }

  @Singleton
  SessionBell sessionBell(Doorbell doorbell) {
    return new SessionBell(doorbell);
  }

  @Singleton
  @Bean(typed = PatientSessionLog.class)
  PatientSessionLog patientSessionLog(SessionLog log) {
    return new PatientSessionLog(log);
  }

  @Singleton
  @Bean(typed = CountedTickets.class)
  CountedTickets countedTickets(TicketBook tickets, MeterRegistry registry) {
    return new CountedTickets(tickets, registry);
  }

  @Singleton
  ConsoleDialer consoleDialer(KubernetesClient cluster) {
    return new KubeVirtConsoleDialer(cluster, new SecureRandom());
  }

  @Singleton
  RelayConsole relayConsole(
      ConsoleDialer dialer,
      LiveConsoles live,
      SessionBook sessions,
      PatientSessionLog log,
      VmInventory inventory,
      MeterRegistry registry,
      PlatformSettings settings) {
    return new RelayConsole(
        dialer,
        live,
        sessions,
        new CountedSessions(log, registry),
        inventory,
        settings.consoles().limits());
  }

  @Context
  @Bean(preDestroy = "close")
  ConsoleWatch consoleWatch(
      ServerId server,
      LiveConsoles live,
      ServerLog servers,
      SessionBook sessions,
      PatientSessionLog log,
      LatencyBook latencies,
      SessionBell bell,
      PermissionGate gate,
      UserDirectory users,
      SignInBook signIns,
      VmInventory inventory,
      InstantSource clock) {
    ConsoleWatch watch =
        new ConsoleWatch(
            server,
            live,
            servers,
            sessions,
            log,
            new TellLatencies(live, latencies),
            bell,
            gate,
            users,
            signIns,
            inventory,
            clock);
    watch.start(WATCH_INTERVAL);
    return watch;
  }

  @Singleton
  OpenConsole openConsole(
      PermissionGate gate,
      VmInventory inventory,
      CountedTickets tickets,
      SessionBook sessions,
      RateLimiter limiter,
      PlatformSettings settings,
      InstantSource clock) {
    return new OpenConsole(
        gate,
        inventory,
        tickets,
        sessions,
        limiter,
        settings.limits().consoleTickets(),
        new SecureRandom(),
        clock);
  }

  @Singleton
  EnterConsole enterConsole(
      PermissionGate gate,
      UserDirectory users,
      SignInBook signIns,
      VmInventory inventory,
      CountedTickets tickets,
      SessionBell bell,
      IdSource ids,
      InstantSource clock,
      ServerId server) {
    return new EnterConsole(gate, users, signIns, inventory, tickets, bell, ids, clock, server);
  }

  @Singleton
  ShowConsole showConsole(
      PermissionGate gate,
      VmInventory inventory,
      SessionBook sessions,
      LiveConsoles held,
      LatencyBook latencies) {
    return new ShowConsole(gate, inventory, sessions, held, latencies);
  }

  @Singleton
  ScreenCamera screenCamera(KubernetesClient cluster) {
    return new KubeVirtScreenCamera(cluster);
  }

  @Singleton
  ShowScreen showScreen(
      PermissionGate gate,
      VmInventory inventory,
      ScreenCamera camera,
      PlatformSettings settings,
      InstantSource clock) {
    return new ShowScreen(
        gate, inventory, camera, settings.consoles().limits().dialPatience(), clock);
  }

  @Singleton
  DisconnectConsole disconnectConsole(
      PermissionGate gate,
      VmInventory inventory,
      SessionBook sessions,
      SessionBell bell,
      InstantSource clock) {
    return new DisconnectConsole(gate, inventory, sessions, bell, clock);
  }

  @Singleton
  @Bean(typed = EndSignIn.class)
  EndSignIn endSignIn(SessionBook sessions, SessionBell bell, InstantSource clock) {
    return new EndSignIn(sessions, bell, clock);
  }

  @Singleton
  ForgetOldSessions forgetOldSessions(
      TenantDirectory tenants,
      TicketBook tickets,
      SessionBook sessions,
      PlatformSettings settings,
      InstantSource clock) {
    return new ForgetOldSessions(
        tenants, tickets, sessions, settings.consoles().retention(), clock);
  }

  @Singleton
  AllowedOrigins allowedOrigins(PlatformSettings settings) {
    return settings.consoles().origins();
  }

  @Singleton
  PublicAddress publicAddress(PlatformSettings settings) {
    return settings.consoles().publicAddress();
  }
}
