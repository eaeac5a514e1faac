package io.vmgate.bootstrap.operations;

import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.context.event.StartupEvent;
import io.vmgate.application.auth.ProvisionTenants;
import io.vmgate.application.auth.ProvisionTenants.Provisioned;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.bootstrap.settings.SettingsException;
import io.vmgate.bootstrap.settings.TenantsFile;
import io.vmgate.domain.FailureException;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Set up the tenants and users of the operator's file before anybody can ask for them. */
@Singleton
final class TenantProvisioning implements ApplicationEventListener<StartupEvent> {
  private static final Logger LOG = LoggerFactory.getLogger(TenantProvisioning.class);

  private final PlatformSettings settings;
  private final ProvisionTenants provisionTenants;

  TenantProvisioning(PlatformSettings settings, ProvisionTenants provisionTenants) {
    this.settings = settings;
    this.provisionTenants = provisionTenants;
  }

  @Override
  public void onApplicationEvent(StartupEvent event) {
    settings
        .tenantsFile()
        .ifPresent(
            file -> {
              try {
                Provisioned added = provisionTenants.provision(new TenantsFile(file).read());
                LOG.info("added tenants {} and users {}", added.tenants(), added.users());
              } catch (FailureException | IllegalArgumentException refused) {
                throw new SettingsException(
                    "the tenants file " + file + ": " + refused.getMessage(), refused);
              }
            });
  }
}
