package io.vmgate.testkit.auth;

import io.vmgate.application.auth.RefreshBook;
import io.vmgate.domain.PlatformFailure;
import io.vmgate.domain.auth.LastingSignIn;
import io.vmgate.domain.auth.RefreshHash;
import io.vmgate.domain.auth.RefreshTerms;
import io.vmgate.domain.auth.SignInId;
import io.vmgate.domain.tenant.TenantId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps sign-ins that can be renewed in memory; can be made to fail as if that were away. */
public final class InMemoryRefreshBook implements RefreshBook {
  private final Map<SignInId, LastingSignIn> signIns = new HashMap<>();
  private final Map<RefreshHash, Token> tokens = new HashMap<>();
  private boolean unreachable;

  private record Token(
      SignInId signIn, int generation, Instant expiresAt, @Nullable Instant usedAt) {}

  @Override
  public synchronized void begin(LastingSignIn signIn, RefreshHash first, Instant expiresAt) {
    refuseWhenUnreachable();
    signIns.put(signIn.id(), signIn);
    tokens.put(first, new Token(signIn.id(), 1, expiresAt, null));
  }

  @Override
  public synchronized Optional<LastingSignIn> find(SignInId signIn) {
    refuseWhenUnreachable();
    return Optional.ofNullable(signIns.get(signIn));
  }

  @Override
  public synchronized Renewal renew(
      LastingSignIn signIn, RefreshHash shown, RefreshHash next, Instant now, RefreshTerms terms) {
    refuseWhenUnreachable();
    if (!signIns.containsKey(signIn.id())) {
      return new Renewal.Refused();
    }
    Token token = tokens.get(shown);
    if (token == null || terms.isReuse(firstUse(token), now)) {
      return new Renewal.Reused();
    }
    if (!token.expiresAt().isAfter(now)) {
      return new Renewal.Refused();
    }
    if (token.usedAt() == null) {
      tokens.put(shown, new Token(token.signIn(), token.generation(), token.expiresAt(), now));
    }
    Instant expiresAt = terms.expiry(now, signIn.endsAt());
    tokens.put(next, new Token(signIn.id(), token.generation() + 1, expiresAt, null));
    return new Renewal.Renewed(expiresAt);
  }

  @Override
  public synchronized void end(TenantId tenant, SignInId signIn) {
    refuseWhenUnreachable();
    signIns.computeIfPresent(signIn, (_, known) -> known.tenant().equals(tenant) ? null : known);
    tokens.values().removeIf(token -> !signIns.containsKey(token.signIn()));
  }

  @Override
  public synchronized int forget(TenantId tenant, Instant now) {
    refuseWhenUnreachable();
    List<SignInId> over =
        signIns.values().stream()
            .filter(signIn -> signIn.tenant().equals(tenant))
            .map(LastingSignIn::id)
            .filter(id -> !canBeRenewed(id, now))
            .toList();
    over.forEach(id -> end(tenant, id));
    return over.size();
  }

  /** From now on, act as if the database were away, or back. */
  public synchronized void setUnreachable(boolean away) {
    unreachable = away;
  }

  private boolean canBeRenewed(SignInId id, Instant now) {
    return tokens.values().stream()
        .anyMatch(token -> token.signIn().equals(id) && token.expiresAt().isAfter(now));
  }

  private @Nullable Instant firstUse(Token token) {
    return tokens.values().stream()
        .filter(one -> one.signIn().equals(token.signIn()))
        .filter(one -> one.generation() == token.generation())
        .flatMap(one -> Optional.ofNullable(one.usedAt()).stream())
        .min(Instant::compareTo)
        .orElse(null);
  }

  private void refuseWhenUnreachable() {
    if (unreachable) {
      throw new PlatformFailure.DatabaseUnreachable().toException();
    }
  }
}
