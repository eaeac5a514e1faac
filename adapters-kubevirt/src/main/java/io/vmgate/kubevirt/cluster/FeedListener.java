package io.vmgate.kubevirt.cluster;

/** Hears how feeds fare. Called from the feeds' own threads; must return at once. */
public interface FeedListener {
  /** All objects of a kind were read and handed on. */
  void listed(String kind);

  /** Changes of a kind now arrive as they happen. */
  void following(String kind);

  /** The server has said something about a kind, if only that nothing has happened. */
  void heard(String kind);

  /**
   * Changes of a kind arrive no longer; the feed goes on trying.
   *
   * @param reason a sentence for an operator
   */
  void cut(String kind, String reason);

  /** A watch came to its end as planned, and the feed opens the next. */
  void renewed(String kind);

  /**
   * The cluster does not have a kind, or does not show it to us; it counts as empty.
   *
   * @param reason a sentence for an operator
   */
  void unavailable(String kind, String reason);
}
