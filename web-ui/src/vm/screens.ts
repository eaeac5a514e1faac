/** The times and timers that the screens go by. */
export interface Clock {
  now: () => number;
  /** Call back after so long; what is returned calls it off. */
  after: (millis: number, what: () => void) => () => void;
}

/** Asks for the picture of a machine's screen, unless it is still the one of that entity tag. */
export type AskForScreen = (vmId: string, tag: string | null) => Promise<Response>;

/** Is told the address of the newest picture; null when there is none. */
export type Viewer = (address: string | null) => void;

interface Screen {
  viewers: Set<Viewer>;
  address: string | null;
  tag: string | null;
  /** When it may be asked for the next time; infinite for a machine that has no screen. */
  dueAt: number;
  isUnderWay: boolean;
}

const MOST_AT_ONCE = 3;
const AGAIN_MILLIS = 30_000;
/** Rows that only fly by, while somebody scrolls, cost nothing. */
const DWELL_MILLIS = 150;
/** Pictures that nobody looks at but that are kept, for whoever scrolls back. */
const MOST_KEPT = 100;

const UNSUPPORTED = 40_003;
const TOO_MANY = 42_901;
const PAUSE_SECONDS = 10;

/**
 * The pictures of machines' screens, however many places show them. A picture disturbs nobody who is on the console,
 * but costs the cluster a connection: so only what is looked at is asked for, a few at a time and not often.
 */
export class Screens {
  private readonly screens = new Map<string, Screen>();
  private underWay = 0;
  private pausedUntil = 0;
  private isShown = true;
  private callOff: (() => void) | null = null;

  constructor(
    private readonly ask: AskForScreen,
    private readonly clock: Clock,
  ) {}

  /** Show this screen and keep it new until what is returned is called. */
  watch(vmId: string, viewer: Viewer): () => void {
    const screen = this.screens.get(vmId) ?? {
      viewers: new Set(),
      address: null,
      tag: null,
      dueAt: this.clock.now() + DWELL_MILLIS,
      isUnderWay: false,
    };
    // As the newest: the oldest is dropped first.
    this.screens.delete(vmId);
    this.screens.set(vmId, screen);
    screen.viewers.add(viewer);
    viewer(screen.address);
    this.goOn();
    return () => {
      screen.viewers.delete(viewer);
      this.dropOld();
      this.goOn();
    };
  }

  /** Whether anybody can see the page: while nobody can, nothing is asked for. */
  show(isShown: boolean) {
    this.isShown = isShown;
    this.goOn();
  }

  /** Forget everything: what one person was shown is not for the next. */
  clear() {
    for (const screen of this.screens.values()) {
      this.put(screen, null, null);
      screen.viewers.clear();
    }
    this.screens.clear();
    this.pausedUntil = 0;
    this.goOn();
  }

  private goOn() {
    this.callOff?.();
    this.callOff = null;
    if (!this.isShown) {
      return;
    }
    const now = this.clock.now();
    const waiting = [...this.screens]
      .filter(([, screen]) => screen.viewers.size > 0 && !screen.isUnderWay && Number.isFinite(screen.dueAt))
      .sort(([, one], [, other]) => one.dueAt - other.dueAt);
    for (const [vmId, screen] of waiting) {
      if (this.underWay >= MOST_AT_ONCE) {
        // Whichever comes back goes on.
        return;
      }
      const at = Math.max(screen.dueAt, this.pausedUntil);
      if (at > now) {
        this.callOff = this.clock.after(at - now, () => this.goOn());
        return;
      }
      void this.read(vmId, screen);
    }
  }

  private async read(vmId: string, screen: Screen) {
    this.underWay++;
    screen.isUnderWay = true;
    screen.dueAt = this.clock.now() + AGAIN_MILLIS;
    try {
      await this.take(vmId, screen, await this.ask(vmId, screen.tag));
    } catch {
      // Nobody answers: the last picture stays, as everything on the page does.
    } finally {
      this.underWay--;
      screen.isUnderWay = false;
      this.dropOld();
      this.goOn();
    }
  }

  private async take(vmId: string, screen: Screen, answer: Response) {
    if (answer.status === 200) {
      const blob = await answer.blob();
      if (this.screens.get(vmId) === screen) {
        this.put(screen, URL.createObjectURL(blob), answer.headers.get('ETag'));
      }
      return;
    }
    if (answer.status === 304 || answer.status >= 500) {
      return;
    }
    const refused = (await answer.json()) as { code?: number };
    if (refused.code === TOO_MANY) {
      const seconds = Number(answer.headers.get('Retry-After') ?? PAUSE_SECONDS);
      this.pausedUntil = this.clock.now() + seconds * 1_000;
      screen.dueAt = this.pausedUntil;
      return;
    }
    if (refused.code === UNSUPPORTED) {
      screen.dueAt = Infinity;
    }
    this.put(screen, null, null);
  }

  private put(screen: Screen, address: string | null, tag: string | null) {
    if (screen.address !== null) {
      URL.revokeObjectURL(screen.address);
    }
    const isChanged = screen.address !== address;
    screen.address = address;
    screen.tag = tag;
    if (isChanged) {
      screen.viewers.forEach((viewer) => viewer(address));
    }
  }

  private dropOld() {
    // That a machine has no screen takes no room, and is not asked again.
    const unseen = [...this.screens].filter(
      ([, screen]) => screen.viewers.size === 0 && !screen.isUnderWay && Number.isFinite(screen.dueAt),
    );
    for (const [vmId, screen] of unseen.slice(0, Math.max(0, unseen.length - MOST_KEPT))) {
      this.put(screen, null, null);
      this.screens.delete(vmId);
    }
  }
}
