package io.vmgate.bootstrap.wiring;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.micronaut.context.annotation.Factory;
import io.vmgate.application.IdSource;
import io.vmgate.application.access.ExpireServices;
import io.vmgate.application.access.ForgetOldPublications;
import io.vmgate.application.access.LiftStaleRestrictions;
import io.vmgate.application.access.ListAccessServices;
import io.vmgate.application.access.PortGuard;
import io.vmgate.application.access.ProbeService;
import io.vmgate.application.access.PublicationBook;
import io.vmgate.application.access.PublishPorts;
import io.vmgate.application.access.ServiceInventory;
import io.vmgate.application.access.ServicePublisher;
import io.vmgate.application.access.WithdrawService;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.duty.Duties;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.application.tenant.AccessQuotas;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.domain.ServerId;
import io.vmgate.kubevirt.access.KubeVirtPortGuard;
import io.vmgate.kubevirt.access.KubeVirtServicePublisher;
import io.vmgate.kubevirt.access.SocketReachabilityProbe;
import io.vmgate.kubevirt.vm.KubeVirtVmInventory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;

/** Access services: what publishes them, tells of them and takes them back. */
@Factory
final class AccessWiring {
  /** How long one call to the cluster may take; publishing takes a few. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Singleton
  ServiceInventory serviceInventory(KubeVirtVmInventory inventory) {
    return inventory.services();
  }

  @Singleton
  ServicePublisher servicePublisher(KubernetesClient cluster, InstantSource clock) {
    return new KubeVirtServicePublisher(cluster, PATIENCE, clock);
  }

  @Singleton
  PortGuard portGuard(KubernetesClient cluster, InstantSource clock) {
    return new KubeVirtPortGuard(cluster, PATIENCE, clock);
  }

  @Singleton
  PublishPorts publishPorts(
      PermissionGate gate,
      VmInventory inventory,
      ServiceInventory services,
      ServicePublisher publisher,
      PortGuard guard,
      PublicationBook book,
      AccessQuotas quotas,
      PlatformSettings settings,
      IdSource ids,
      InstantSource clock) {
    return new PublishPorts(
        gate,
        inventory,
        services,
        publisher,
        guard,
        book,
        quotas,
        settings.access(),
        ids,
        new SecureRandom(),
        clock);
  }

  @Singleton
  ListAccessServices listAccessServices(
      PermissionGate gate, VmInventory inventory, ServiceInventory services) {
    return new ListAccessServices(gate, inventory, services);
  }

  @Singleton
  WithdrawService withdrawService(
      PermissionGate gate,
      VmInventory inventory,
      ServiceInventory services,
      ServicePublisher publisher,
      PortGuard guard,
      PublicationBook book,
      PlatformSettings settings,
      InstantSource clock) {
    return new WithdrawService(
        gate, inventory, services, publisher, guard, book, settings.access(), clock);
  }

  @Singleton
  ProbeService probeService(
      PermissionGate gate,
      VmInventory inventory,
      ServiceInventory services,
      RateLimiter limiter,
      PlatformSettings settings) {
    return new ProbeService(
        gate, inventory, services, new SocketReachabilityProbe(), limiter, settings.access());
  }

  @Singleton
  ExpireServices expireServices(
      Duties duties,
      ServerId server,
      TenantDirectory tenants,
      VmInventory inventory,
      ServiceInventory services,
      ServicePublisher publisher,
      PortGuard guard,
      PublicationBook book,
      InstantSource clock) {
    return new ExpireServices(
        duties, server.value(), tenants, inventory, services, publisher, guard, book, clock);
  }

  @Singleton
  LiftStaleRestrictions liftStaleRestrictions(
      Duties duties,
      ServerId server,
      VmInventory inventory,
      ServiceInventory services,
      PortGuard guard,
      InstantSource clock) {
    return new LiftStaleRestrictions(duties, server.value(), inventory, services, guard, clock);
  }

  @Singleton
  ForgetOldPublications forgetOldPublications(
      TenantDirectory tenants,
      PublicationBook book,
      PlatformSettings settings,
      InstantSource clock) {
    return new ForgetOldPublications(tenants, book, settings.access(), clock);
  }
}
