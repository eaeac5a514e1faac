package io.vmgate.persistence.auth;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface SigningKeyRows extends GenericRepository<SigningKeyRow, String> {
  @Query("SELECT id, secret, created_at FROM signing_key ORDER BY number DESC")
  List<SigningKeyRow> listNewestFirst();

  void save(SigningKeyRow row);

  @Query(
      "DELETE FROM signing_key WHERE created_at < :instant"
          + " AND number < (SELECT max(number) FROM signing_key)")
  int deleteMadeBefore(Instant instant);

  /** One writer at a time until the transaction ends; readers are not kept waiting. */
  @Query(value = "LOCK TABLE signing_key IN SHARE ROW EXCLUSIVE MODE", readOnly = false)
  void lockAgainstWriters();
}
