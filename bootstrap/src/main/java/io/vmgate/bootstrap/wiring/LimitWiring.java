package io.vmgate.bootstrap.wiring;

import io.micronaut.context.annotation.Factory;
import io.vmgate.application.limit.AdmitCall;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.rest.client.TrustedProxies;
import jakarta.inject.Singleton;

/** How often may be called, and who may say where a call comes from. */
@Factory
final class LimitWiring {
  @Singleton
  AdmitCall admitCall(RateLimiter limiter, PlatformSettings settings) {
    return new AdmitCall(limiter, settings.limits().calls());
  }

  @Singleton
  TrustedProxies trustedProxies(PlatformSettings settings) {
    return settings.proxies();
  }
}
