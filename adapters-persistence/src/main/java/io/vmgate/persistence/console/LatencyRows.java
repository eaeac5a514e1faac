package io.vmgate.persistence.console;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface LatencyRows extends GenericRepository<SessionRow, UUID> {
  /**
   * Waits for nobody: whoever ends several sessions at once has them in another order.
   *
   * @param sessions their ids
   * @param micros of the session in the same place
   */
  @Query(
      value =
          """
      UPDATE console_session SET latency_micros = free.micros
      FROM (
        SELECT session.id, measured.micros
        FROM unnest(CAST(:sessions AS uuid[]), :micros) AS measured (id, micros)
        JOIN console_session session ON session.id = measured.id AND session.ended_at IS NULL
        FOR UPDATE OF session SKIP LOCKED) free
      WHERE console_session.id = free.id
      """,
      readOnly = false)
  int note(
      @TypeDef(type = DataType.STRING_ARRAY) List<String> sessions,
      @TypeDef(type = DataType.LONG_ARRAY) List<Long> micros);

  @Query(
      """
      SELECT id, latency_micros FROM console_session
      WHERE id = ANY (CAST(:sessions AS uuid[])) AND latency_micros IS NOT NULL
      """)
  List<LatencyRow> noted(@TypeDef(type = DataType.STRING_ARRAY) List<String> sessions);
}
