package io.vmgate.kubevirt.cluster;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a feed reads, in the order in which the cluster made it so.
 *
 * @param <D> what is kept of an object
 */
public interface FeedSink<D> {
  /** These objects are all there are; those known before and not among them are gone. */
  void replaced(Map<ObjectName, D> objects);

  /** This object is new or has changed. */
  void put(ObjectName name, D digest);

  /**
   * This object is gone.
   *
   * @param last how it stood at the end; null when that cannot be told
   */
  void removed(ObjectName name, @Nullable D last);

  /** The cluster does not have this kind, or does not show it; until it is replaced. */
  default void absent() {
    replaced(Map.of());
  }
}
