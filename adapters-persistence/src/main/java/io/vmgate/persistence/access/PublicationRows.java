package io.vmgate.persistence.access;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface PublicationRows extends GenericRepository<PublicationRow, UUID> {
  void save(PublicationRow row);

  /** Let one request of the tenant count at a time; until the transaction ends. */
  @Query("SELECT pg_advisory_xact_lock(hashtextextended('vmgate: publish ' || :tenantId, 0))::text")
  String queueUp(String tenantId);

  @Query(
      """
      SELECT * FROM publication
      WHERE tenant_id = :tenantId AND user_id = :userId AND key = :key AND requested_at >= :since
      """)
  Optional<PublicationRow> findByKey(String tenantId, UUID userId, String key, Instant since);

  /** Set a key free that is too old to be known. */
  @Query(
      """
      UPDATE publication SET key = NULL
      WHERE tenant_id = :tenantId AND user_id = :userId AND key = :key AND requested_at < :since
      """)
  int forgetKey(String tenantId, UUID userId, String key, Instant since);

  @Query(
      """
      SELECT * FROM publication
      WHERE tenant_id = :tenantId AND requested_at >= :since AND NOT withdrawn
      """)
  List<PublicationRow> held(String tenantId, Instant since);

  /** Hold its place for as long as that of a new one. */
  @Query("UPDATE publication SET requested_at = :at WHERE id = :id")
  int holdAnew(UUID id, Instant at);

  @Query("UPDATE publication SET answer = :answer WHERE id = :id")
  int answer(UUID id, String answer);

  @Query("DELETE FROM publication WHERE id = :id AND answer IS NULL")
  int remove(UUID id);

  @Query(
      """
      UPDATE publication SET withdrawn = true
      WHERE tenant_id = :tenantId AND namespace = :namespace AND service_name = :serviceName
      """)
  int withdraw(String tenantId, String namespace, String serviceName);

  @Query("SELECT pg_try_advisory_xact_lock(hashtext('vmgate: forget publications'))")
  boolean mayForget();

  @Query(
      """
      DELETE FROM publication WHERE id IN (
        SELECT id FROM publication WHERE tenant_id = :tenantId AND requested_at < :before
        ORDER BY requested_at LIMIT :most)
      """)
  int forget(String tenantId, Instant before, int most);
}
