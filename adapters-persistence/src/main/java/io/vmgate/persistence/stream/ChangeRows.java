package io.vmgate.persistence.stream;

import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.vmgate.domain.stream.Change;
import jakarta.inject.Singleton;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.List;

/** Writes changes down, within the transaction that makes them. */
@Singleton
public final class ChangeRows {
  private final JdbcOperations jdbc;
  private final ChangeCodecs codecs;

  ChangeRows(JdbcOperations jdbc, ChangeCodecs codecs) {
    this.jdbc = jdbc;
    this.codecs = codecs;
  }

  /**
   * Write these down in their order; who listens is told when the transaction has committed. To be
   * called last where others may wait for the same rows: the order of two changes of one subject is
   * that of these calls.
   */
  public void write(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    String[] tenants = new String[changes.size()];
    String[] kinds = new String[changes.size()];
    String[] bodies = new String[changes.size()];
    for (int i = 0; i < tenants.length; i++) {
      Change change = changes.get(i);
      tenants[i] = change.tenant().value();
      kinds[i] = change.kind().wireName();
      bodies[i] = codecs.write(change);
    }
    jdbc.prepareStatement(
        """
        INSERT INTO change_log (tenant_id, kind, body)
        SELECT tenant_id, kind, body
        FROM unnest(?, ?, ?) WITH ORDINALITY AS change (tenant_id, kind, body, position)
        ORDER BY position
        """,
        statement -> {
          setTexts(statement, 1, tenants);
          setTexts(statement, 2, kinds);
          setTexts(statement, 3, bodies);
          return statement.executeUpdate();
        });
  }

  private static void setTexts(PreparedStatement statement, int parameter, String[] texts)
      throws java.sql.SQLException {
    Connection connection = statement.getConnection();
    Array array = connection.createArrayOf("text", texts);
    statement.setArray(parameter, array);
  }
}
