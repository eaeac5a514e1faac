package io.vmgate.persistence.auth;

import io.vmgate.application.auth.RefreshBook;
import io.vmgate.domain.auth.LastingSignIn;
import io.vmgate.domain.auth.RefreshHash;
import io.vmgate.domain.auth.RefreshTerms;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.persistence.PostgresTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Keeps sign-ins that can be renewed in PostgreSQL, so that any replica renews them. */
@Singleton
final class PostgresRefreshBook implements RefreshBook {
  /**
   * How many used tokens of a sign-in are known as used; older ones are refused like unknown ones.
   * Bounds what somebody can fill the table with who does nothing but renew.
   */
  private static final int GENERATIONS_KEPT = 100;

  private final PostgresTransactions transactions;
  private final LastingSignInRows signIns;
  private final RefreshTokenRows tokens;

  PostgresRefreshBook(
      PostgresTransactions transactions, LastingSignInRows signIns, RefreshTokenRows tokens) {
    this.transactions = transactions;
    this.signIns = signIns;
    this.tokens = tokens;
  }

  @Override
  public void begin(LastingSignIn signIn, RefreshHash first, Instant expiresAt) {
    transactions.inTenant(
        signIn.tenant(),
        () -> {
          signIns.save(LastingSignInRow.of(signIn));
          save(signIn, first, 1, expiresAt);
          return true;
        });
  }

  @Override
  public Optional<LastingSignIn> find(RefreshHash shown) {
    return transactions
        .outsideTenants(
            () -> {
              tokens.show(shown.value());
              return tokens.findByHash(shown.value());
            })
        .flatMap(
            token ->
                transactions.inTenant(
                    new TenantId(token.tenantId()), () -> signIns.findById(token.signIn())))
        .map(LastingSignInRow::toSignIn);
  }

  @Override
  public Renewal renew(
      LastingSignIn signIn, RefreshHash shown, RefreshHash next, Instant now, RefreshTerms terms) {
    return transactions.inTenant(
        signIn.tenant(),
        () -> {
          signIns.lock(signIn.id().value());
          return tokens
              .findByHash(shown.value())
              .filter(token -> token.signIn().equals(signIn.id().value()))
              .filter(token -> token.expiresAt().isAfter(now))
              .map(token -> renewWithin(signIn, token, next, now, terms))
              .orElseGet(Renewal.Refused::new);
        });
  }

  @Override
  public void end(TenantId tenant, SignInId signIn) {
    transactions.inTenant(tenant, () -> signIns.remove(signIn.value()));
  }

  @Override
  public int forget(TenantId tenant, Instant now) {
    return transactions.inTenant(tenant, () -> signIns.forget(tenant.value(), now));
  }

  private Renewal renewWithin(
      LastingSignIn signIn,
      RefreshTokenRow shown,
      RefreshHash next,
      Instant now,
      RefreshTerms terms) {
    UUID id = signIn.id().value();
    Instant used =
        tokens.firstUsed(id, shown.generation()).map(RefreshTokenRow::usedAt).orElse(null);
    if (terms.isReuse(used, now)) {
      signIns.remove(id);
      return new Renewal.Reused();
    }
    tokens.use(shown.hash(), now);
    Instant expiresAt = terms.expiry(now, signIn.endsAt());
    save(signIn, next, shown.generation() + 1, expiresAt);
    tokens.removeBefore(id, shown.generation() - GENERATIONS_KEPT);
    return new Renewal.Renewed(expiresAt);
  }

  private void save(LastingSignIn signIn, RefreshHash hash, int generation, Instant expiresAt) {
    tokens.save(
        new RefreshTokenRow(
            hash.value(),
            signIn.tenant().value(),
            signIn.id().value(),
            generation,
            expiresAt,
            null));
  }
}
