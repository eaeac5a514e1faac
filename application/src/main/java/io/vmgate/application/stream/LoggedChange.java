package io.vmgate.application.stream;

import io.vmgate.domain.stream.Change;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Hold a change as it stands in the log: one object for all who hear of it on this replica, with
 * room for what it looks like to them.
 */
public final class LoggedChange {
  private final long id;
  private final Change change;
  private final Map<String, Object> forms = new ConcurrentHashMap<>();

  /** Take a change out of the log. */
  public LoggedChange(long id, Change change) {
    this.id = id;
    this.change = change;
  }

  /** Its number in the log; changes become readable in any order of these. */
  public long id() {
    return id;
  }

  public Change change() {
    return change;
  }

  /**
   * Give the change in some form, made once and shared by all who ask for the form of this name.
   *
   * @param name such as {@code sse/zh}; one name stands for one type and one way of making it
   */
  @SuppressWarnings("unchecked") // one name, one type
  public <T> T form(String name, Function<? super Change, ? extends T> make) {
    return (T) forms.computeIfAbsent(name, _ -> make.apply(change));
  }
}
