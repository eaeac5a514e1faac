package io.vmgate.simulator.serial;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;

/** What runs on a guest's serial line: a login, then a shell with a few commands. */
public final class Terminal {
  private static final int LONGEST_LINE = 1024;
  private static final char INTERRUPT = 0x03;
  private static final char END = 0x04;
  private static final char ESCAPE = 0x1B;
  private static final char DELETE = 0x7F;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ROOT);

  private final String host;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final StringBuilder line = new StringBuilder();

  /** Guarded by the lock, as all that changes. */
  private Instant started;

  private String user = "";
  private boolean afterReturn;
  private boolean paused;
  private Sequence sequence = Sequence.NONE;

  /** Where in a control sequence of the keyboard, such as an arrow key's, the input stands. */
  private enum Sequence {
    NONE,
    ESCAPE,
    PARAMETERS
  }

  /**
   * @param host the guest's name
   * @param started when it was switched on
   */
  public Terminal(String host, Instant started, InstantSource clock) {
    this.host = host;
    this.started = started;
    this.clock = clock;
  }

  /** Stop or go on; what is typed at a guest that is stopped is lost. */
  public void setPaused(boolean wanted) {
    lock.lock();
    try {
      paused = wanted;
    } finally {
      lock.unlock();
    }
  }

  /** Boot anew: nobody is logged in. */
  public void reboot() {
    lock.lock();
    try {
      started = clock.instant();
      user = "";
      line.setLength(0);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Take what was typed.
   *
   * @param typed each byte as one letter
   * @return what the guest writes, each letter one byte
   */
  String type(String typed) {
    lock.lock();
    try {
      if (paused) {
        return "";
      }
      StringBuilder out = new StringBuilder(typed.length());
      for (int i = 0; i < typed.length(); i++) {
        take(typed.charAt(i), out);
      }
      return out.toString();
    } finally {
      lock.unlock();
    }
  }

  private void take(char letter, StringBuilder out) {
    if (inSequence(letter)) {
      return;
    }
    boolean second = letter == '\n' && afterReturn;
    afterReturn = letter == '\r';
    switch (letter) {
      case '\r', '\n' -> {
        if (!second) {
          out.append("\r\n");
          enter(line.toString(), out);
        }
      }
      case '\b', DELETE -> {
        if (!line.isEmpty()) {
          line.setLength(line.length() - 1);
          out.append("\b \b");
        }
      }
      case INTERRUPT -> {
        line.setLength(0);
        out.append("^C\r\n");
        prompt(out);
      }
      case END -> {
        if (line.isEmpty()) {
          out.append(user.isEmpty() ? "\r\n" : "logout\r\n\r\n");
          user = "";
          prompt(out);
        }
      }
      default -> {
        if (letter >= ' ' && line.length() < LONGEST_LINE) {
          line.append(letter);
          out.append(letter);
        }
      }
    }
  }

  /** Leave out what arrow keys and their like send; this shell has no use for them. */
  private boolean inSequence(char letter) {
    Sequence before = sequence;
    sequence =
        switch (before) {
          case NONE -> letter == ESCAPE ? Sequence.ESCAPE : Sequence.NONE;
          case ESCAPE -> letter == '[' || letter == 'O' ? Sequence.PARAMETERS : Sequence.NONE;
          case PARAMETERS -> letter >= '@' && letter <= '~' ? Sequence.NONE : Sequence.PARAMETERS;
        };
    return before != Sequence.NONE || sequence != Sequence.NONE;
  }

  private void enter(String entered, StringBuilder out) {
    line.setLength(0);
    String text = entered.strip();
    if (!text.isEmpty()) {
      if (user.isEmpty()) {
        user = text;
        out.append("Welcome to ").append(host).append(". Type help for what there is.\r\n");
      } else {
        run(text, out);
      }
    }
    prompt(out);
  }

  private void run(String text, StringBuilder out) {
    int space = text.indexOf(' ');
    String command = space < 0 ? text : text.substring(0, space);
    String rest = space < 0 ? "" : text.substring(space + 1).strip();
    String answer =
        switch (command) {
          case "help" -> "clear date echo exit help hostname uptime whoami\r\n";
          case "hostname" -> host + "\r\n";
          case "whoami" -> user + "\r\n";
          case "date" -> DATE.format(clock.instant().atOffset(ZoneOffset.UTC)) + "\r\n";
          case "echo" -> rest + "\r\n";
          case "uptime" -> uptime() + "\r\n";
          case "clear" -> "\u001B[H\u001B[2J";
          case "exit", "logout" -> {
            user = "";
            yield "\r\n";
          }
          default -> command + ": command not found\r\n";
        };
    out.append(answer);
  }

  private String uptime() {
    Duration up = Duration.between(started, clock.instant());
    return "up %d days, %02d:%02d:%02d"
        .formatted(up.toDays(), up.toHoursPart(), up.toMinutesPart(), up.toSecondsPart());
  }

  private void prompt(StringBuilder out) {
    if (user.isEmpty()) {
      out.append(host).append(" login: ");
    } else {
      out.append(user).append('@').append(host).append(":~$ ");
    }
  }
}
