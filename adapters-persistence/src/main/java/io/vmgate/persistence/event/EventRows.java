package io.vmgate.persistence.event;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface EventRows extends GenericRepository<EventRow, UUID> {
  String MATCHING =
      """
       FROM vm_event
      WHERE tenant_id = :tenantId AND vm_id = :vmId
        AND (:everywhere OR namespace = ANY (:namespaces))
        AND (CAST(:eventType AS text) IS NULL OR event_type = :eventType)
        AND (CAST(:operator AS text) IS NULL OR operator = :operator)
        AND (CAST(:status AS text) IS NULL OR status = :status)
        AND (CAST(:since AS timestamptz) IS NULL OR occurred_at >= :since)
        AND (CAST(:until AS timestamptz) IS NULL OR occurred_at < :until)
      """;

  @Query("SELECT *" + MATCHING + "ORDER BY occurred_at DESC, id DESC LIMIT :rows OFFSET :offset")
  List<EventRow> list(
      String tenantId,
      UUID vmId,
      boolean everywhere,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> namespaces,
      @Nullable String eventType,
      @Nullable String operator,
      @Nullable String status,
      @Nullable Instant since,
      @Nullable Instant until,
      int rows,
      long offset);

  @Query("SELECT count(*)" + MATCHING)
  long count(
      String tenantId,
      UUID vmId,
      boolean everywhere,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> namespaces,
      @Nullable String eventType,
      @Nullable String operator,
      @Nullable String status,
      @Nullable Instant since,
      @Nullable Instant until);

  @Query(
      """
      SELECT * FROM vm_event WHERE tenant_id = :tenantId AND vm_id = :vmId
      ORDER BY occurred_at DESC, id DESC LIMIT :most
      """)
  List<EventRow> latest(String tenantId, UUID vmId, int most);

  @Query(
      """
      SELECT * FROM vm_event
      WHERE task_id IS NOT NULL AND vm_id = ANY (CAST(:machines AS uuid[]))
        AND (ended_at IS NULL OR ended_at > :endedAfter)
      """)
  List<EventRow> operations(
      @TypeDef(type = DataType.STRING_ARRAY) List<String> machines, Instant endedAfter);

  @Query(
      """
      SELECT * FROM vm_event
      WHERE status = 'running' AND event_type IN ('unpublish', 'serviceExpired')
        AND occurred_at < :before
      ORDER BY occurred_at LIMIT 100
      """)
  List<EventRow> removalsUnderWay(Instant before);

  /** Whether nobody else forgets at the moment; until the transaction ends. */
  @Query("SELECT pg_try_advisory_xact_lock(hashtext('vmgate: forget events'))")
  boolean mayForget();

  @Query(
      """
      DELETE FROM vm_event WHERE id IN (
        SELECT id FROM vm_event
        WHERE occurred_at < :before AND ended_at IS NOT NULL
        ORDER BY occurred_at LIMIT :most)
      """)
  int forget(Instant before, int most);
}
