package io.vmgate.persistence.console;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface TicketRows extends GenericRepository<TicketRow, String> {
  void save(TicketRow row);

  /** Let the transaction read the ticket of this hash, whosever it is. */
  @Query("SELECT set_config('vmgate.ticket', :hash, true)")
  String show(String hash);

  Optional<TicketRow> findByHash(String hash);

  /** The compare-and-set: of any number at once, one finds the ticket not spent. */
  @Query(
      """
      UPDATE console_ticket SET session_id = :sessionId
      WHERE hash = :hash AND session_id IS NULL AND expires_at > :at
      """)
  int spend(String hash, UUID sessionId, Instant at);

  @Query("DELETE FROM console_ticket WHERE sign_in = :signIn AND session_id IS NULL")
  int removeUnspent(UUID signIn);

  @Query(
      """
      DELETE FROM console_ticket t
      WHERE t.tenant_id = :tenantId AND t.expires_at < :before
        AND NOT EXISTS (
          SELECT FROM console_session s WHERE s.id = t.session_id AND s.ended_at IS NULL)
      """)
  int forget(String tenantId, Instant before);
}
