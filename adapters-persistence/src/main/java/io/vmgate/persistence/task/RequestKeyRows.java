package io.vmgate.persistence.task;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface RequestKeyRows extends GenericRepository<RequestKeyRow, String> {
  /** Waits for whoever just writes the same key; a key that is too old is taken over. */
  @Query(
      """
      INSERT INTO request_key (tenant_id, user_id, key, fingerprint, task_id, created_at)
      VALUES (:tenantId, :userId, :key, :fingerprint, :taskId, :createdAt)
      ON CONFLICT (tenant_id, user_id, key) DO UPDATE
      SET fingerprint = excluded.fingerprint, task_id = excluded.task_id,
          created_at = excluded.created_at
      WHERE request_key.created_at < :validSince
      """)
  int remember(
      String tenantId,
      UUID userId,
      String key,
      String fingerprint,
      UUID taskId,
      Instant createdAt,
      Instant validSince);

  @Query(
      """
      SELECT * FROM request_key
      WHERE tenant_id = :tenantId AND user_id = :userId AND key = :key
        AND created_at >= :validSince
      """)
  Optional<RequestKeyRow> find(String tenantId, UUID userId, String key, Instant validSince);

  @Query("DELETE FROM request_key WHERE tenant_id = :tenantId AND created_at < :madeBefore")
  int forget(String tenantId, Instant madeBefore);
}
