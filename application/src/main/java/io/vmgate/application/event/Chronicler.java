package io.vmgate.application.event;

import io.vmgate.application.IdSource;
import io.vmgate.application.access.ServiceInventory;
import io.vmgate.application.duty.Duties;
import io.vmgate.application.duty.Duties.Duty;
import io.vmgate.application.tenant.TenantDirectory;
import io.vmgate.application.vm.InventoryState;
import io.vmgate.application.vm.VmFeed;
import io.vmgate.application.vm.VmInventory;
import io.vmgate.domain.FailureException;
import io.vmgate.domain.event.Sighting;
import io.vmgate.domain.vm.VmId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what happens to machines, and which services lead to them, while it is this replica's
 * duty.
 *
 * <p>Changes of some milliseconds are written together, so a thousand machines that change at once
 * cost a few statements. A replica whose inventory is behind gives the duty up; one that dies loses
 * it within {@link #TERM}. One that meets a fault gives it up too, and rests, so that another can
 * try; should what could not be written fail again, it is written machine by machine, and the
 * machine at fault is left out.
 */
public final class Chronicler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Chronicler.class);

  /** What the duty is called. */
  public static final String DUTY = "chronicler";

  private static final Duration TERM = Duration.ofSeconds(3);
  private static final Duration BETWEEN_EXTENSIONS = Duration.ofSeconds(1);

  /** How long the duty is left to others after a fault: longer than it takes them to ask for it. */
  private static final Duration REST = TERM.plusSeconds(1);

  /** How long the first change waits for others to be written with it. */
  private static final Duration LINGER = Duration.ofMillis(10);

  /** How far the inventory may be behind that of the replica which had the duty before. */
  private static final Duration DOUBT = Duration.ofSeconds(3);

  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
  private static final int MACHINES_AN_ENTRY = 500;

  /** So many machines that fail one after another are not at fault themselves. */
  private static final int MOST_LEFT_OUT = 8;

  /** A term of office: what belongs to it ends with it. */
  private final class Office {
    private final Duty duty;
    private final Map<VmId, Sighting> known;
    private final Waiting waiting;
    private final VmFeed.Following following;
    private boolean begun;
    private final Deque<Map<VmId, List<Look>>> single = new ArrayDeque<>(); // each on its own
    private Map<VmId, List<Look>> taken = Map.of(); // looks that are not written yet
    private int leftOut; // since something was written
    private Chronicle.@Nullable Entry unwritten; // what is being written, until that is known

    Office(Duty duty, Optional<List<Sighting>> chronicle) {
      this.duty = duty;
      this.begun = chronicle.isPresent();
      this.known = new HashMap<>();
      chronicle.ifPresent(seen -> seen.forEach(each -> known.put(each.vm().id(), each)));
      Instant vacantSince = duty.vacantSince();
      Instant lastKnown = vacantSince == null ? clock.instant() : vacantSince.minus(TERM);
      Duration doubt = begun ? DOUBT : Duration.ZERO;
      this.waiting = new Waiting(clock, services, known, lastKnown, doubt, news::release);
      this.following = feed.follow(waiting);
    }

    /** Write an entry; answers whether the duty is still ours. */
    boolean write() {
      if (!waiting.isComplete()) {
        return true;
      }
      if (taken.isEmpty()) {
        taken = next();
      }
      try {
        return writeTaken();
      } catch (FailureException away) {
        throw away; // nobody's fault, and perhaps it was written: the same once more
      } catch (RuntimeException fault) {
        unwritten = null;
        divide(fault);
        return true;
      }
    }

    private boolean writeTaken() {
      Chronicle.Entry entry = unwritten;
      if (entry == null) {
        // Until the chronicle is begun, what is seen has not happened: it was always so.
        entry = entries.write(known, taken, !begun, !begun && size() == 0);
        unwritten = entry;
      }
      if (!chronicle.write(duty, entry)) {
        return false;
      }
      entry.seen().forEach(seen -> known.put(seen.vm().id(), seen));
      entry.gone().forEach(known::remove);
      begun |= entry.begins();
      events.add(entry.events().size());
      atFault.removeAll(taken.keySet());
      leftOut = 0;
      taken = Map.of();
      unwritten = null;
      return true;
    }

    /** Take what is written next: machines that failed before on their own. */
    private Map<VmId, List<Look>> next() {
      if (single.isEmpty()) {
        Map<VmId, List<Look>> all = waiting.take(MACHINES_AN_ENTRY);
        for (VmId failed : atFault) {
          List<Look> looks = all.remove(failed);
          if (looks != null) {
            single.add(Map.of(failed, looks));
          }
        }
        if (!all.isEmpty() || single.isEmpty()) {
          return all;
        }
      }
      return single.removeFirst();
    }

    /** Go on with less than what has failed, if that is not the first time. */
    private void divide(RuntimeException fault) {
      if (taken.size() > 1 && isCareful) {
        LOG.warn("what happened to machines is written one by one: {}", fault.toString());
        taken.forEach((id, looks) -> single.add(Map.of(id, looks)));
      } else if (taken.size() == 1 && (isCareful || atFault.containsAll(taken.keySet()))) {
        leaveOut(taken.keySet().iterator().next(), fault);
      } else {
        throw fault;
      }
      taken = Map.of();
    }

    private void leaveOut(VmId machine, RuntimeException fault) {
      if (atFault.add(machine)) {
        leftOut++;
        if (leftOut > MOST_LEFT_OUT) {
          throw fault;
        }
        LOG.error("what happened to {} cannot be written and is left out", machine, fault);
      }
    }

    boolean hasMore() {
      return waiting.isComplete()
          && (!taken.isEmpty()
              || unwritten != null
              || !single.isEmpty()
              || waiting.isReady()
              || !begun && waiting.size() == 0);
    }

    /** How many machines wait besides those that are being written. */
    int size() {
      return single.size() + waiting.size();
    }
  }

  private final Duties duties;
  private final VmInventory inventory;
  private final VmFeed feed;
  private final ServiceInventory services;
  private final Chronicle chronicle;
  private final EntryWriter entries;
  private final InstantSource clock;
  private final UUID replica;
  private final LongAdder events = new LongAdder();
  private final Semaphore news = new Semaphore(0);
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("chronicler").unstarted(this::run);
  private final Set<VmId> atFault = new LinkedHashSet<>(); // machines; for the thread alone
  private boolean isCareful; // since a fault, until all is written
  private @Nullable Duty held;
  private volatile @Nullable Office office;

  /** Prepare to write; {@link #start} begins. */
  public Chronicler(
      Duties duties,
      VmInventory inventory,
      VmFeed feed,
      ServiceInventory services,
      Chronicle chronicle,
      TenantDirectory tenants,
      IdSource ids,
      InstantSource clock) {
    this.duties = duties;
    this.inventory = inventory;
    this.feed = feed;
    this.services = services;
    this.chronicle = chronicle;
    this.entries = new EntryWriter(tenants, chronicle, ids);
    this.clock = clock;
    this.replica = ids.next();
  }

  /** Begin; returns at once. */
  public void start() {
    thread.start();
  }

  /** Whether it is this replica that writes. */
  public boolean isOnDuty() {
    return office != null;
  }

  /** How many machines wait to be written down; 0 where another replica writes. */
  public int waiting() {
    Office now = office;
    return now == null ? 0 : now.waiting.size();
  }

  /** How many events this replica has written. */
  public long events() {
    return events.sum();
  }

  /** Stop, giving the duty back at once. */
  @Override
  public void close() {
    closing.countDown();
    news.release();
    try {
      thread.join(CLOSE_PATIENCE);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    long askAtNanos = System.nanoTime();
    while (!isClosing()) {
      try {
        if (System.nanoTime() - askAtNanos >= 0) {
          askAtNanos = System.nanoTime() + BETWEEN_EXTENSIONS.toNanos();
          beOnDutyOrNot();
        }
        writeSome();
      } catch (FailureException away) {
        LOG.debug("what happens to machines is written later: {}", away.getMessage());
        pause(BETWEEN_EXTENSIONS);
      } catch (RuntimeException fault) {
        LOG.error("what happens to machines was not written; all is compared anew", fault);
        isCareful = true;
        giveUp();
        askAtNanos = System.nanoTime() + REST.toNanos();
      }
      awaitNews();
    }
    giveUp();
  }

  private void writeSome() {
    Office now = office;
    if (now == null || !now.hasMore()) {
      return;
    }
    if (!now.write()) {
      LOG.info("another replica writes down what happens to machines");
      held = null;
      leave();
    } else if (now.size() == 0) {
      isCareful = false;
    }
  }

  private void beOnDutyOrNot() {
    if (!(inventory.state() instanceof InventoryState.Live)) {
      giveUp();
      return;
    }
    Optional<Duty> duty = duties.take(DUTY, replica, TERM);
    Office now = office;
    held = duty.orElse(null);
    if (duty.isEmpty()) {
      leave();
    } else if (now == null || now.duty.number() != duty.get().number()) {
      leave();
      office = new Office(duty.get(), chronicle.read());
      LOG.info("this replica writes down what happens to machines");
    }
  }

  private void giveUp() {
    Duty mine = held;
    held = null;
    leave();
    if (mine == null) {
      return;
    }
    try {
      duties.release(mine);
    } catch (RuntimeException away) {
      LOG.debug("the duty ends by itself: {}", away.getMessage());
    }
  }

  private void leave() {
    Office now = office;
    office = null;
    if (now != null) {
      now.following.close();
    }
  }

  /** Wait for something to write, and then a little for more of it. */
  private void awaitNews() {
    Office now = office;
    if (now != null && now.hasMore()) {
      return;
    }
    try {
      if (news.tryAcquire(BETWEEN_EXTENSIONS.toMillis() / 2, TimeUnit.MILLISECONDS)) {
        pause(LINGER);
        news.drainPermits();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0 || Thread.currentThread().isInterrupted();
  }

  private void pause(Duration atMost) {
    try {
      closing.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
