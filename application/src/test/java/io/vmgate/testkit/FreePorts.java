package io.vmgate.testkit;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gives out ports at which nobody listens, each only once: for servers that are away for a while
 * and come back, and for what is to find nobody.
 *
 * <p>They lie below those that the system itself gives to connections and to listeners that name
 * none: one of these may be somebody else's as soon as it is let go.
 */
public final class FreePorts {
  private static final int FIRST = 20_000;
  private static final int END = 30_000;
  private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

  private FreePorts() {}

  /** A port that is free on all addresses, and given to nobody else in this JVM. */
  public static int next() {
    while (GIVEN.size() < END - FIRST) {
      // By chance, since other JVMs choose as well.
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      if (GIVEN.add(port) && isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException("all ports are given out");
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port)) {
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
