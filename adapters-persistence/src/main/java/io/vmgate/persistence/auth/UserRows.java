package io.vmgate.persistence.auth;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface UserRows extends GenericRepository<UserRow, UUID> {
  Optional<UserRow> findByTenantIdAndNameKey(String tenantId, String nameKey);

  @Query("SELECT * FROM user_account WHERE id = ANY (CAST(:ids AS uuid[]))")
  List<UserRow> findAll(@TypeDef(type = DataType.STRING_ARRAY) List<String> ids);

  @Query(
      """
      INSERT INTO user_account (id, tenant_id, name, name_key, password_hash, roles, disabled)
      VALUES (:id, :tenantId, :name, :nameKey, :passwordHash, :roles, :disabled)
      ON CONFLICT (tenant_id, name_key) DO NOTHING
      """)
  int insertUnlessPresent(
      UUID id,
      String tenantId,
      String name,
      String nameKey,
      String passwordHash,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> roles,
      boolean disabled);
}
