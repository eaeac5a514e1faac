package io.vmgate.persistence.tenant;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface TenantRows extends GenericRepository<TenantRow, String> {
  List<TenantRow> findAll();

  @Query(
      "INSERT INTO tenant (id, display_name, disabled) VALUES (:id, :displayName, :disabled)"
          + " ON CONFLICT (id) DO NOTHING")
  int insertUnlessPresent(String id, String displayName, boolean disabled);
}
