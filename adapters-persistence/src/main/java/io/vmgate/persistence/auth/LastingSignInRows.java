package io.vmgate.persistence.auth;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface LastingSignInRows extends GenericRepository<LastingSignInRow, UUID> {
  void save(LastingSignInRow row);

  /** Let the transaction read the sign-in of this id, whosever it is. */
  @Query("SELECT set_config('vmgate.sign_in', :shown, true)")
  String show(String shown);

  Optional<LastingSignInRow> findById(UUID id);

  /** Uses of its tokens wait for each other. */
  @Query("SELECT * FROM lasting_sign_in WHERE id = :id FOR UPDATE")
  Optional<LastingSignInRow> lock(UUID id);

  @Query("DELETE FROM lasting_sign_in WHERE id = :id")
  int remove(UUID id);

  @Query(
      """
      DELETE FROM lasting_sign_in s
      WHERE s.tenant_id = :tenantId
        AND NOT EXISTS (SELECT FROM refresh_token t WHERE t.sign_in = s.id AND t.expires_at > :now)
      """)
  int forget(String tenantId, Instant now);
}
