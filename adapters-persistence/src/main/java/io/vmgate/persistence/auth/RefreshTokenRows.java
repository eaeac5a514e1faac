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

  /** Let the transaction read the token of this hash, whosever it is. */
  @Query("SELECT set_config('vmgate.refresh', :hash, true)")
  String show(String hash);

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

  @Query("DELETE FROM refresh_token WHERE sign_in = :signIn AND generation < :before")
  int removeBefore(UUID signIn, int before);
}
