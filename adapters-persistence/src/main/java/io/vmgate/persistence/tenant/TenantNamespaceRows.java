package io.vmgate.persistence.tenant;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface TenantNamespaceRows extends GenericRepository<TenantNamespaceRow, String> {
  List<TenantNamespaceRow> findAll();

  @Query(
      "INSERT INTO tenant_namespace (namespace, tenant_id) VALUES (:namespace, :tenantId)"
          + " ON CONFLICT (namespace) DO NOTHING")
  int insertUnlessTaken(String namespace, String tenantId);
}
