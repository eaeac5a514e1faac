package io.vmgate.bootstrap;

import io.vmgate.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * Lets chosen writes of the platform wait inside the database, as a lock of somebody else would. A
 * write that waits is neither done nor undone until its process is killed, and is undone then.
 */
final class DatabaseHolds implements AutoCloseable {
  private static final String LOCK = "4711";

  private final Connection connection;

  /** Prepare; the platform must have made its tables. */
  DatabaseHolds(TestDatabase database) throws SQLException {
    connection = database.connectAsSuperuser();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE SCHEMA holds;
          CREATE TABLE holds.hold (vm_id text, moment text);
          GRANT USAGE ON SCHEMA holds TO PUBLIC;
          GRANT SELECT ON holds.hold TO PUBLIC;
          CREATE FUNCTION holds.pass() RETURNS trigger LANGUAGE plpgsql AS $$
          DECLARE
            here text := TG_ARGV[0];
          BEGIN
            IF here = 'step' THEN
              here := CASE WHEN NEW.status = 'running' THEN NEW.step ELSE 'end' END;
            END IF;
            PERFORM pg_advisory_xact_lock_shared(%s)
              FROM holds.hold WHERE hold.vm_id = NEW.vm_id AND hold.moment = here;
            RETURN NEW;
          END $$;
          CREATE TRIGGER hold_step BEFORE UPDATE ON public.task
            FOR EACH ROW EXECUTE FUNCTION holds.pass('step');
          CREATE TRIGGER hold_lease BEFORE UPDATE OF worker ON public.task_queue
            FOR EACH ROW EXECUTE FUNCTION holds.pass('lease');
          """
              .formatted(LOCK));
      statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
    }
  }

  /**
   * Let one write wait.
   *
   * @param machine whose task's
   * @param moment {@code lease}: that a worker takes the task; the word of a step: that it comes
   *     there; {@code end}: its result
   */
  void hold(String machine, String moment) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO holds.hold VALUES (?, ?)")) {
      insert.setString(1, machine);
      insert.setString(2, moment);
      insert.executeUpdate();
    }
  }

  /** How many writes wait at the moment. */
  int held() throws SQLException {
    return number(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = "
            + LOCK
            + " AND NOT granted");
  }

  /** How many tasks are in the queue that no worker has. */
  int untaken() throws SQLException {
    return number("SELECT count(*) FROM public.task_queue WHERE worker IS NULL");
  }

  /** How many tasks are in the queue. */
  int queued() throws SQLException {
    return number("SELECT count(*) FROM public.task_queue");
  }

  /** How often a task was taken by a worker so far; 0 when it has ended. */
  int taken(String task) throws SQLException {
    return number(
        "SELECT coalesce(max(lease_number), 0) FROM public.task_queue WHERE task_id = '"
            + UUID.fromString(task)
            + "'");
  }

  /** Let everything go on, and hold nothing any more. */
  void drop() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("DELETE FROM holds.hold");
      statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
      statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
    }
  }

  private int number(String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      result.next();
      return result.getInt(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
