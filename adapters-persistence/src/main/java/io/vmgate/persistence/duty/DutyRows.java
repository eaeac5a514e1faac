package io.vmgate.persistence.duty;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface DutyRows extends GenericRepository<DutyRow, String> {
  @Query("INSERT INTO duty (name) VALUES (:name) ON CONFLICT (name) DO NOTHING")
  int add(String name);

  /** Answers the duty's row if the replica has it now. */
  @Query(
      value =
          """
          UPDATE duty
          SET number = CASE WHEN holder = :replica THEN number ELSE number + 1 END,
              vacant_since = CASE WHEN holder = :replica THEN vacant_since ELSE lease_end END,
              holder = :replica,
              lease_end = clock_timestamp() + make_interval(secs => :seconds)
          WHERE name = :name
            AND (holder IS NULL OR holder = :replica OR lease_end <= clock_timestamp())
          RETURNING name, holder, number, vacant_since
          """,
      readOnly = false)
  List<DutyRow> take(String name, UUID replica, double seconds);

  @Query(
      """
      UPDATE duty SET holder = NULL, lease_end = clock_timestamp()
      WHERE name = :name AND holder = :holder AND number = :number
      """)
  int release(String name, UUID holder, long number);

  /** Holds off whoever wants to take the duty until the transaction ends. */
  @Query(
      """
      SELECT name, holder, number, vacant_since FROM duty
      WHERE name = :name AND holder = :holder AND number = :number
      FOR SHARE
      """)
  List<DutyRow> share(String name, UUID holder, long number);
}
