package io.vmgate.domain.console;

/**
 * Count what a console carried.
 *
 * @param toViewerBytes of the console's own protocol, without the web socket's framing
 * @param toMachineBytes likewise
 */
public record Traffic(long toViewerBytes, long toMachineBytes) {
  public static final Traffic NONE = new Traffic(0, 0);
}
