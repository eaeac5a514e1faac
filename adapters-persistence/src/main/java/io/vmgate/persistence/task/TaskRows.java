package io.vmgate.persistence.task;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface TaskRows extends GenericRepository<TaskRow, UUID> {
  String MATCHING =
      """
       FROM task
      WHERE tenant_id = :tenantId
        AND (namespace IS NULL OR namespace = ANY (:namespaces) OR vm_id = ANY (:machines))
        AND (CAST(:vmId AS text) IS NULL OR vm_id = :vmId)
        AND (cardinality(:statuses) = 0 OR status = ANY (:statuses))
        AND (CAST(:operator AS text) IS NULL OR operator = :operator)
        AND (CAST(:parentId AS uuid) IS NULL OR parent_id = :parentId)
      """;

  void save(TaskRow row);

  Optional<TaskRow> findById(UUID id);

  /** Whoever changes a batch is alone with it until the transaction ends. */
  @Query("SELECT * FROM task WHERE id = :id FOR UPDATE")
  Optional<TaskRow> lock(UUID id);

  @Query("SELECT * FROM task WHERE parent_id = ANY (CAST(:parents AS uuid[])) ORDER BY id")
  List<TaskRow> children(@TypeDef(type = DataType.STRING_ARRAY) List<String> parents);

  @Query("SELECT *" + MATCHING + "ORDER BY id DESC LIMIT :rows OFFSET :offset")
  List<TaskRow> list(
      String tenantId,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> namespaces,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> machines,
      @Nullable String vmId,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> statuses,
      @Nullable String operator,
      @Nullable UUID parentId,
      int rows,
      long offset);

  @Query("SELECT count(*)" + MATCHING)
  long count(
      String tenantId,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> namespaces,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> machines,
      @Nullable String vmId,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> statuses,
      @Nullable String operator,
      @Nullable UUID parentId);

  @Query("SELECT id, revision FROM task WHERE id = ANY (CAST(:ids AS uuid[]))")
  List<RevisionRow> revisions(@TypeDef(type = DataType.STRING_ARRAY) List<String> ids);

  @Query(
      """
      UPDATE task
      SET deadline = :deadline, status = :status, step = :step,
          before_run_strategy = :beforeRunStrategy, before_run_uid = :beforeRunUid,
          before_run_phase = :beforeRunPhase, ended_at = :endedAt, cause = :cause,
          arguments = :arguments, revision = revision + 1
      WHERE id = :id
      """)
  int update(
      UUID id,
      Instant deadline,
      String status,
      String step,
      @Nullable String beforeRunStrategy,
      @Nullable String beforeRunUid,
      @Nullable String beforeRunPhase,
      @Nullable Instant endedAt,
      @Nullable String cause,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> arguments);

  @Query("UPDATE task SET revision = revision + 1 WHERE id = :id")
  int touch(UUID id);

  /** Whether nobody else forgets at the moment; until the transaction ends. */
  @Query("SELECT pg_try_advisory_xact_lock(hashtext('vmgate: forget tasks'))")
  boolean mayForget();

  @Query(
      """
      WITH old AS (
        SELECT id FROM task
        WHERE tenant_id = :tenantId AND parent_id IS NULL AND ended_at < :endedBefore
        ORDER BY ended_at LIMIT :most)
      DELETE FROM task WHERE id IN (SELECT id FROM old) OR parent_id IN (SELECT id FROM old)
      """)
  int forget(String tenantId, Instant endedBefore, int most);
}
