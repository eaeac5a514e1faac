package io.vmgate.application.console;

/** A line to a machine's console over which bytes can flow; a {@link Viewer} is joined to it. */
public interface ConsoleLine extends AutoCloseable {
  /** Hang up. Closing twice does nothing. */
  @Override
  void close();
}
