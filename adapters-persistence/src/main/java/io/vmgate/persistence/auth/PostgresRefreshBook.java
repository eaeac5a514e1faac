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
import org.jspecify.annotations.Nullable;

/** Keeps sign-ins that can be renewed in PostgreSQL, so that any replica renews them. */
@Singleton
final class PostgresRefreshBook implements RefreshBook {
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
  public Optional<LastingSignIn> find(SignInId signIn) {
    return transactions
        .outsideTenants(
            () -> {
              signIns.show(signIn.toString());
              return signIns.findById(signIn.value());
            })
        .map(LastingSignInRow::toSignIn);
  }

  @Override
  public Renewal renew(
      LastingSignIn signIn, RefreshHash shown, RefreshHash next, Instant now, RefreshTerms terms) {
    return transactions.inTenant(
        signIn.tenant(),
        () ->
            signIns.lock(signIn.id().value()).isPresent()
                ? renewWithin(signIn, shown, next, now, terms)
                : new Renewal.Refused());
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
      LastingSignIn signIn, RefreshHash shown, RefreshHash next, Instant now, RefreshTerms terms) {
    UUID id = signIn.id().value();
    RefreshTokenRow token = tokens.findByHash(shown.value()).orElse(null);
    if (token == null || !token.signIn().equals(id) || terms.isReuse(firstUse(token), now)) {
      return new Renewal.Reused();
    }
    if (!token.expiresAt().isAfter(now)) {
      return new Renewal.Refused();
    }
    tokens.use(token.hash(), now);
    tokens.removeUsed(id, now.minus(terms.grace()));
    Instant expiresAt = terms.expiry(now, signIn.endsAt());
    save(signIn, next, token.generation() + 1, expiresAt);
    return new Renewal.Renewed(expiresAt);
  }

  private @Nullable Instant firstUse(RefreshTokenRow token) {
    return tokens
        .firstUsed(token.signIn(), token.generation())
        .map(RefreshTokenRow::usedAt)
        .orElse(null);
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
