package io.vmgate.persistence.auth;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface WithdrawnSignInRows extends GenericRepository<WithdrawnSignInRow, UUID> {
  @Query(
      """
      INSERT INTO withdrawn_sign_in (id, expires_at) VALUES (:id, :expiresAt)
      ON CONFLICT (id) DO NOTHING
      """)
  int add(UUID id, Instant expiresAt);

  @Query("SELECT * FROM withdrawn_sign_in WHERE expires_at > :now")
  List<WithdrawnSignInRow> listGood(Instant now);

  @Query("DELETE FROM withdrawn_sign_in WHERE expires_at <= :now")
  int removeExpired(Instant now);
}
