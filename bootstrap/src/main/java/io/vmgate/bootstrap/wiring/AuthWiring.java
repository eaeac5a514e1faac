package io.vmgate.bootstrap.wiring;

import io.micronaut.context.annotation.Factory;
import io.vmgate.application.IdSource;
import io.vmgate.application.auth.CheckPermission;
import io.vmgate.application.auth.ForgetOldSignIns;
import io.vmgate.application.auth.PasswordHasher;
import io.vmgate.application.auth.PermissionGate;
import io.vmgate.application.auth.ProvisionTenants;
import io.vmgate.application.auth.RefreshBook;
import io.vmgate.application.auth.RefreshSignIn;
import io.vmgate.application.auth.RefreshTokens;
import io.vmgate.application.auth.RenewSigningKeys;
import io.vmgate.application.auth.RotateSigningKey;
import io.vmgate.application.auth.ShowCaller;
import io.vmgate.application.auth.SignIn;
import io.vmgate.application.auth.SignInBook;
import io.vmgate.application.auth.SignInEnd;
import io.vmgate.application.auth.SignOut;
import io.vmgate.application.auth.SigningKeyBook;
import io.vmgate.application.auth.TokenIssuer;
import io.vmgate.application.auth.UserDirectory;
import io.vmgate.application.console.EndSignIn;
import io.vmgate.application.limit.RateLimiter;
import io.vmgate.application.tenant.AccessQuotas;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.application.vm.KnownMachines;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.bootstrap.settings.PlatformSettings;
import io.vmgate.domain.auth.SigningKeyPolicy;
import io.vmgate.rest.auth.JwtTokenIssuer;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Sign-in, tokens and the gate. */
@Factory
final class AuthWiring {
  @Singleton
  TokenIssuer tokenIssuer(
      SigningKeyBook keys, IdSource ids, InstantSource clock, PlatformSettings settings) {
    return new JwtTokenIssuer(keys, ids, clock, settings.tokenLifetime());
  }

  @Singleton
  PermissionGate permissionGate(TenantDirectory tenants) {
    return new PermissionGate(tenants);
  }

  @Singleton
  SignIn signIn(
      TenantDirectory tenants,
      UserDirectory users,
      PasswordHasher hasher,
      TokenIssuer tokens,
      RateLimiter limiter,
      PlatformSettings settings,
      RefreshTokens refreshTokens,
      IdSource ids) {
    return new SignIn(
        tenants, users, hasher, tokens, limiter, settings.limits(), refreshTokens, ids);
  }

  @Singleton
  RefreshTokens refreshTokens(
      RefreshBook book, SignInEnd signInEnd, PlatformSettings settings, InstantSource clock) {
    return new RefreshTokens(book, signInEnd, settings.refresh(), new SecureRandom(), clock);
  }

  @Singleton
  RefreshSignIn refreshSignIn(
      RefreshTokens refreshTokens,
      TenantDirectory tenants,
      UserDirectory users,
      TokenIssuer tokens,
      RateLimiter limiter,
      PlatformSettings settings) {
    return new RefreshSignIn(
        refreshTokens, tenants, users, tokens, limiter, settings.limits().calls());
  }

  @Singleton
  SignInEnd signInEnd(
      RefreshBook book,
      SignInBook signIns,
      EndSignIn endSignIn,
      PlatformSettings settings,
      InstantSource clock) {
    return new SignInEnd(book, signIns, endSignIn, settings.tokenLifetime(), clock);
  }

  @Singleton
  SignOut signOut(SignInEnd signInEnd) {
    return new SignOut(signInEnd);
  }

  @Singleton
  ForgetOldSignIns forgetOldSignIns(
      TenantDirectory tenants, RefreshBook book, InstantSource clock) {
    return new ForgetOldSignIns(tenants, book, clock);
  }

  @Singleton
  ShowCaller showCaller(PermissionGate gate) {
    return new ShowCaller(gate);
  }

  @Singleton
  CheckPermission checkPermission(PermissionGate gate, VmInventory inventory) {
    return new CheckPermission(gate, new KnownMachines(inventory));
  }

  @Singleton
  RotateSigningKey rotateSigningKey(SigningKeyBook keys) {
    return new RotateSigningKey(keys);
  }

  @Singleton
  RenewSigningKeys renewSigningKeys(
      SigningKeyBook keys, InstantSource clock, PlatformSettings settings) {
    return new RenewSigningKeys(
        keys,
        new SigningKeyPolicy(SigningKeyPolicy.DEFAULT_ROTATION, settings.tokenLifetime()),
        clock);
  }

  @Singleton
  ProvisionTenants provisionTenants(
      TenantDirectory tenants,
      UserDirectory users,
      AccessQuotas quotas,
      PasswordHasher hasher,
      IdSource ids) {
    return new ProvisionTenants(tenants, users, quotas, hasher, ids);
  }
}
