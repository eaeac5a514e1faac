package io.vmgate.persistence.access;

import io.vmgate.application.access.PublicationBook;
import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.domain.event.VmEvent;
import io.vmgate.domain.tenant.TenantId;
import io.vmgate.domain.vm.VmName;
import io.vmgate.persistence.PostgresTransactions;
import io.vmgate.persistence.duty.PostgresDuties;
import io.vmgate.persistence.event.EventWrites;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Keeps requests to publish in PostgreSQL; those of one tenant are counted one at a time. */
@Singleton
final class PostgresPublicationBook implements PublicationBook {
  private static final int FORGOTTEN_AT_ONCE = 1_000;

  private final PostgresTransactions transactions;
  private final PublicationRows rows;
  private final PostgresDuties duties;
  private final EventWrites events;
  private final AnswerCodec codec;

  PostgresPublicationBook(
      PostgresTransactions transactions,
      PublicationRows rows,
      PostgresDuties duties,
      EventWrites events,
      AnswerCodec codec) {
    this.transactions = transactions;
    this.rows = rows;
    this.duties = duties;
    this.events = events;
    this.codec = codec;
  }

  @Override
  public Optional<Reservation> find(Request request) {
    return transactions.inTenant(request.tenant(), () -> known(request));
  }

  @Override
  public Reservation reserve(Request request, Set<VmName> shown, Instant heldSince, int most) {
    String tenant = request.tenant().value();
    return transactions.inTenant(
        request.tenant(),
        () -> {
          rows.queueUp(tenant);
          Optional<Reservation> known = known(request);
          if (known.isPresent() && !(known.get() instanceof Reservation.Unfinished)) {
            return known.get();
          }
          Set<VmName> places = new HashSet<>(shown);
          rows.held(tenant, heldSince)
              .forEach(row -> places.add(new VmName(row.namespace(), row.serviceName())));
          if (known.isPresent()
              && known.get() instanceof Reservation.Unfinished(var first, var firstName)) {
            if (!places.contains(new VmName(request.namespace(), firstName))
                && places.size() >= most) {
              return new Reservation.Full(); // its place was given away by now
            }
            rows.holdAnew(first, request.at());
            return known.get();
          }
          if (places.size() >= most) {
            return new Reservation.Full();
          }
          write(request);
          return new Reservation.Reserved();
        });
  }

  @Override
  public void published(TenantId tenant, UUID request, Answer answer, VmEvent event) {
    String text = codec.write(answer);
    transactions.inTenant(
        tenant,
        () -> {
          rows.answer(request, text);
          events.writeAccess(event);
          return true;
        });
  }

  @Override
  public void failed(TenantId tenant, UUID request) {
    transactions.inTenant(tenant, () -> rows.remove(request));
  }

  @Override
  public void note(TenantId tenant, VmEvent event) {
    transactions.inTenant(
        tenant,
        () -> {
          events.writeAccess(event);
          return true;
        });
  }

  @Override
  public List<VmEvent> removalsUnderWay(Instant before) {
    return transactions.acrossTenants(() -> events.removalsUnderWay(before));
  }

  @Override
  public void withdrawn(TenantId tenant, String namespace, String name, VmEvent event) {
    transactions.inTenant(
        tenant,
        () -> {
          rows.withdraw(tenant.value(), namespace, name);
          events.writeAccess(event);
          return true;
        });
  }

  @Override
  public boolean expired(Duty duty, TenantId tenant, String namespace, String name, VmEvent event) {
    return transactions.acrossTenants(
        () -> {
          if (!duties.holds(duty)) {
            return false;
          }
          rows.withdraw(tenant.value(), namespace, name);
          events.writeAccess(event);
          return true;
        });
  }

  @Override
  public int forget(TenantId tenant, Instant before) {
    return transactions.inTenant(
        tenant,
        () -> rows.mayForget() ? rows.forget(tenant.value(), before, FORGOTTEN_AT_ONCE) : 0);
  }

  private Optional<Reservation> known(Request request) {
    String key = request.key();
    if (key == null) {
      return Optional.empty();
    }
    return rows.findByKey(
            request.tenant().value(), request.user().value(), key, request.keysValidSince())
        .map(row -> reservation(row, request));
  }

  private Reservation reservation(PublicationRow row, Request request) {
    String answer = row.answer();
    if (!row.fingerprint().equals(request.fingerprint())) {
      return new Reservation.KeyReused();
    }
    return answer == null
        ? new Reservation.Unfinished(row.id(), row.serviceName())
        : new Reservation.Repeated(codec.read(row.id(), answer));
  }

  private void write(Request request) {
    String key = request.key();
    if (key != null) {
      rows.forgetKey(
          request.tenant().value(), request.user().value(), key, request.keysValidSince());
    }
    rows.save(
        new PublicationRow(
            request.id(),
            request.tenant().value(),
            request.user().value(),
            key,
            request.fingerprint(),
            request.vm().value(),
            request.namespace(),
            request.serviceName(),
            request.at(),
            false,
            null));
  }
}
