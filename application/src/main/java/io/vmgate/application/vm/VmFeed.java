package io.vmgate.application.vm;

import io.vmgate.domain.vm.Vm;
import io.vmgate.domain.vm.VmId;
import java.util.Collection;
import java.util.Set;

/** Tells of machines, and of what leads to them, as the inventory learns of it. */
public interface VmFeed {
  /**
   * Tell the follower all machines, as soon as the cluster has been read, and from then on every
   * change, in order and without a gap between the two.
   */
  Following follow(Follower follower);

  /** Somebody who follows. One thread calls; each call holds the inventory up until it returns. */
  interface Follower {
    /** These are all machines. Called once, before all else. */
    void all(Collection<Vm> machines);

    /**
     * These machines are new or look different, or other services than before lead to them, or
     * those look different; the removed are no more. Readers of the inventories see it already.
     */
    void changed(Collection<Vm> changed, Set<VmId> removed);
  }

  /** Following, until it is closed; a call may be under way while it is. */
  interface Following extends AutoCloseable {
    @Override
    void close();
  }
}
