package io.vmgate.persistence.auth;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface RefreshTokenRows extends GenericRepository<RefreshTokenRow, String> {
  void save(RefreshTokenRow row);

  Optional<RefreshTokenRow> findByHash(String hash);

  /** The token of the generation that was used first, if one was. */
  @Query(
      """
      SELECT * FROM refresh_token
      WHERE sign_in = :signIn AND generation = :generation AND used_at IS NOT NULL
      ORDER BY used_at LIMIT 1
      """)
  Optional<RefreshTokenRow> firstUsed(UUID signIn, int generation);

  @Query("UPDATE refresh_token SET used_at = :at WHERE hash = :hash AND used_at IS NULL")
  int use(String hash, Instant at);

  /** All of every generation of which one was used before the instant. */
  @Query(
      """
      DELETE FROM refresh_token t
      WHERE t.sign_in = :signIn
        AND EXISTS (
          SELECT FROM refresh_token u
          WHERE u.sign_in = t.sign_in AND u.generation = t.generation AND u.used_at < :before)
      """)
  int removeUsed(UUID signIn, Instant before);
}
