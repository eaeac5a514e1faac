package io.vmgate.persistence.task;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface QueueRows extends GenericRepository<QueueRow, UUID> {
  @Query(
      """
      INSERT INTO task_queue (task_id, vm_id, owner_tenant)
      VALUES (:taskId, :vmId, :ownerTenant)
      ON CONFLICT (vm_id) DO NOTHING
      """)
  int claim(UUID taskId, String vmId, String ownerTenant);

  Optional<QueueRow> findByVmId(String vmId);

  /** Handed out are those that nobody is just being handed; the order of the answer is any. */
  @Query(
      value =
          """
          UPDATE task_queue
          SET worker = :worker, lease_number = lease_number + 1,
              lease_end = clock_timestamp() + make_interval(secs => :seconds)
          WHERE task_id IN (
            SELECT task_id FROM task_queue WHERE lease_end <= clock_timestamp()
            ORDER BY task_id LIMIT :most FOR UPDATE SKIP LOCKED)
          RETURNING task_id, vm_id, owner_tenant, worker, lease_number
          """,
      readOnly = false)
  List<QueueRow> lease(UUID worker, int most, double seconds);

  @Query(
      value =
          """
          UPDATE task_queue
          SET lease_end = clock_timestamp() + make_interval(secs => :seconds)
          WHERE worker = :worker AND task_id = ANY (CAST(:held AS uuid[]))
          RETURNING task_id, vm_id, owner_tenant, worker, lease_number
          """,
      readOnly = false)
  List<QueueRow> extend(
      UUID worker, @TypeDef(type = DataType.STRING_ARRAY) List<String> held, double seconds);

  @Query("UPDATE task_queue SET worker = NULL, lease_end = '-infinity' WHERE worker = :worker")
  int release(UUID worker);

  @Query(
      """
      SELECT * FROM task_queue WHERE lease_end <= clock_timestamp() ORDER BY task_id LIMIT 1
      """)
  Optional<QueueRow> oldestWaiting();

  /** Locks the place until the transaction ends. */
  @Query("SELECT * FROM task_queue WHERE task_id = :taskId FOR UPDATE")
  Optional<QueueRow> lock(UUID taskId);

  @Query("DELETE FROM task_queue WHERE task_id = :taskId")
  int remove(UUID taskId);
}
