package io.vmgate.simulator.console;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The streams of one running guest: at most one to its screen, one to its serial line. */
final class GuestConsole {
  private final String uid;
  private final GuestLines lines;
  private final Session.Traffic traffic;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, as is what follows. */
  private final Set<Session> sessions = new HashSet<>();

  private String node;
  private @Nullable Session viewer;
  private @Nullable Session typist;

  /**
   * @param uid of the instance
   * @param node where the guest runs; streams end when it moves
   */
  GuestConsole(String uid, String node, GuestLines lines, Session.Traffic traffic) {
    this.uid = uid;
    this.node = node;
    this.lines = lines;
    this.traffic = traffic;
  }

  String uid() {
    return uid;
  }

  GuestLines lines() {
    return lines;
  }

  /** Take the place at the screen; null if it is to be spared and somebody has it. */
  @Nullable Session view(Session.Line line, boolean sparing) {
    Session before;
    Session session;
    lock.lock();
    try {
      before = viewer;
      if (before != null && sparing) {
        return null;
      }
      session = open(line);
      viewer = session;
    } finally {
      lock.unlock();
    }
    if (before != null) {
      before.cut();
    }
    return session;
  }

  /** Take the place at the serial line. */
  Session type() {
    Session before;
    Session session;
    lock.lock();
    try {
      before = typist;
      session = open(lines::serial);
      typist = session;
    } finally {
      lock.unlock();
    }
    if (before != null) {
      before.cut();
    }
    return session;
  }

  /** Open a further stream, of which there may be many. */
  Session join(Session.Line line) {
    lock.lock();
    try {
      return open(line);
    } finally {
      lock.unlock();
    }
  }

  private Session open(Session.Line line) {
    Session session = new Session(line, traffic, this::over);
    sessions.add(session);
    return session;
  }

  private void over(Session session) {
    lock.lock();
    try {
      sessions.remove(session);
      if (viewer == session) {
        viewer = null;
      }
      if (typist == session) {
        typist = null;
      }
    } finally {
      lock.unlock();
    }
  }

  int open() {
    lock.lock();
    try {
      return sessions.size();
    } finally {
      lock.unlock();
    }
  }

  /** The guest is here now; a change of place ends its streams. */
  void at(String place) {
    boolean moved;
    lock.lock();
    try {
      moved = !node.equals(place);
      node = place;
    } finally {
      lock.unlock();
    }
    if (moved) {
      cutAll();
    }
  }

  /** End every stream without a Close frame. */
  void cutAll() {
    Set<Session> present;
    lock.lock();
    try {
      present = Set.copyOf(sessions);
    } finally {
      lock.unlock();
    }
    present.forEach(Session::cut);
  }
}
