package io.vmgate.persistence.bus;

import java.sql.Connection;
import java.sql.SQLException;

/** Reads something on the bus's connection, in its thread, whenever a channel rings. */
public interface BusReader {
  /** The channel that it waits for; it is also called each second, and when the bus is back. */
  String channel();

  /**
   * Read.
   *
   * @throws SQLException when the connection is of no more use; another is opened
   */
  void read(Connection connection) throws SQLException;
}
