package io.vmgate.persistence.console;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface ServerRows extends GenericRepository<ServerRow, UUID> {
  /**
   * One that begins takes the database's word for how long that has been there; one that was silent
   * for too long has to begin anew.
   */
  @Query(
      """
      INSERT INTO server (id, last_seen, steady_since)
      VALUES (:id, clock_timestamp(),
              greatest(pg_postmaster_start_time(),
                       clock_timestamp() - make_interval(secs => :patience)))
      ON CONFLICT (id) DO UPDATE
      SET last_seen = clock_timestamp(),
          steady_since = CASE
            WHEN server.last_seen < clock_timestamp() - make_interval(secs => :patience)
            THEN clock_timestamp() ELSE server.steady_since END
      """)
  int beat(UUID id, double patience);

  /** Only for one that was never seen: else its next sign of life will do. */
  @Query(
      """
      INSERT INTO server (id, last_seen, steady_since)
      VALUES (:id, clock_timestamp(), clock_timestamp())
      ON CONFLICT (id) DO NOTHING
      """)
  int introduce(UUID id);

  @Query(
      """
      SELECT * FROM server
      WHERE last_seen < clock_timestamp() - make_interval(secs => :patience)
        AND EXISTS (
          SELECT FROM server witness
          WHERE witness.last_seen >= clock_timestamp() - make_interval(secs => :patience)
            AND witness.steady_since <= clock_timestamp() - make_interval(secs => :patience))
      ORDER BY id
      """)
  List<ServerRow> lost(double patience);

  @Query("DELETE FROM server WHERE id = :id")
  int remove(UUID id);

  @Query(
      """
      DELETE FROM server
      WHERE id = :id AND last_seen < clock_timestamp() - make_interval(secs => :patience)
      """)
  int removeLost(UUID id, double patience);
}
