package io.vmgate.persistence.console;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface SessionRows extends GenericRepository<SessionRow, UUID> {
  String OF_A_LOST_SERVER =
      """
       ended_at IS NULL
        AND NOT EXISTS (
          SELECT FROM server holder
          WHERE holder.id = console_session.server_id
            AND holder.last_seen >= clock_timestamp() - make_interval(secs => :patience))
        AND EXISTS (
          SELECT FROM server witness
          WHERE witness.last_seen >= clock_timestamp() - make_interval(secs => :patience)
            AND witness.steady_since <= clock_timestamp() - make_interval(secs => :patience))
      """;

  String ENDED_WITH_ITS_SERVER =
      """
      UPDATE console_session
      SET end_code = 'SERVER_LOST',
          ended_at = greatest(
            connected_at,
            (SELECT holder.last_seen FROM server holder
             WHERE holder.id = console_session.server_id))
      WHERE
      """;

  /** Let the transaction read the sessions of this server, whosever they are. */
  @Query("SELECT set_config('vmgate.server', :server, true)")
  String serve(String server);

  /** Waits until no other transaction is about to let somebody onto the same console. */
  @Query(
      """
      SELECT true FROM (
        SELECT pg_advisory_xact_lock(hashtextextended('vmgate: console ' || :console, 0))) locked
      """)
  boolean queueUp(String console);

  /** Nothing where somebody else is on the console already. */
  @Query(
      """
      INSERT INTO console_session (
        id, tenant_id, user_id, username, roles, sign_in, vm_id, namespace, vm_name, protocol,
        view_only, client_address, connected_at, server_id)
      VALUES (
        :id, :tenantId, :userId, :username, :roles, :signIn, :vmId, :namespace, :vmName, :protocol,
        :viewOnly, :clientAddress, :connectedAt, :serverId)
      ON CONFLICT (vm_id, protocol) WHERE ended_at IS NULL DO NOTHING
      """)
  int begin(
      UUID id,
      String tenantId,
      UUID userId,
      String username,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> roles,
      @Nullable UUID signIn,
      UUID vmId,
      String namespace,
      String vmName,
      String protocol,
      boolean viewOnly,
      String clientAddress,
      Instant connectedAt,
      UUID serverId);

  Optional<SessionRow> findById(UUID id);

  /** Locks the holder until the transaction ends. */
  @Query(
      """
      SELECT * FROM console_session
      WHERE tenant_id = :tenantId AND vm_id = :vmId AND protocol = :protocol AND ended_at IS NULL
      FOR UPDATE
      """)
  Optional<SessionRow> holder(String tenantId, UUID vmId, String protocol);

  @Query(
      """
      SELECT * FROM console_session
      WHERE tenant_id = :tenantId AND vm_id = :vmId AND ended_at IS NULL
      ORDER BY connected_at, id
      """)
  List<SessionRow> live(String tenantId, UUID vmId);

  @Query("SELECT * FROM console_session WHERE sign_in = :signIn AND ended_at IS NULL")
  List<SessionRow> liveOf(UUID signIn);

  @Query("SELECT * FROM console_session WHERE server_id = :serverId AND ended_at IS NULL")
  List<SessionRow> liveOn(UUID serverId);

  @Query(
      """
      SELECT * FROM console_session
      WHERE tenant_id = :tenantId AND vm_id = :vmId AND ended_at IS NOT NULL
      ORDER BY ended_at DESC, id DESC LIMIT 1
      """)
  Optional<SessionRow> lastEnded(String tenantId, UUID vmId);

  @Query(
      """
      SELECT * FROM console_session
      WHERE id = ANY (CAST(:ids AS uuid[])) AND ended_at IS NOT NULL
      """)
  List<SessionRow> endedAmong(@TypeDef(type = DataType.STRING_ARRAY) List<String> ids);

  /** The first reason stays. */
  @Query(
      """
      UPDATE console_session
      SET ended_at = :at, end_code = :code, end_arguments = :arguments
      WHERE id = :id AND ended_at IS NULL
      """)
  int end(
      UUID id,
      Instant at,
      String code,
      @TypeDef(type = DataType.STRING_ARRAY) List<String> arguments);

  @Query(
      """
      UPDATE console_session
      SET to_viewer_bytes = :toViewerBytes, to_machine_bytes = :toMachineBytes
      WHERE id = :id
      """)
  int count(UUID id, long toViewerBytes, long toMachineBytes);

  @Query(
      value = ENDED_WITH_ITS_SERVER + "vm_id = :vmId AND" + OF_A_LOST_SERVER + "RETURNING *",
      readOnly = false)
  List<SessionRow> endLostOfMachine(UUID vmId, double patience);

  @Query(
      value = ENDED_WITH_ITS_SERVER + "id = :id AND" + OF_A_LOST_SERVER + "RETURNING *",
      readOnly = false)
  List<SessionRow> endLost(UUID id, double patience);

  /** Whether nobody else forgets at the moment; until the transaction ends. */
  @Query("SELECT pg_try_advisory_xact_lock(hashtext('vmgate: forget console sessions'))")
  boolean mayForget();

  @Query(
      """
      DELETE FROM console_session WHERE id IN (
        SELECT id FROM console_session
        WHERE tenant_id = :tenantId AND ended_at < :endedBefore
        ORDER BY ended_at LIMIT :most)
      """)
  int forget(String tenantId, Instant endedBefore, int most);
}
