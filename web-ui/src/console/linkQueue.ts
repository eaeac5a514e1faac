/** What a queue needs to know of time. */
export interface Clock {
  now: () => number;
  later: (millis: number, call: () => void) => void;
}

interface Place {
  /** For how long nobody is to ask now; null when this one is served, or never will be. */
  ask: () => Promise<number | null>;
  told: (at: number) => void;
}

/**
 * Lets the consoles of a page ask for their links one after the other. The platform gives a user a few a minute; once
 * it says that these are used up, nobody asks until the time that it names is over, and then the one who was refused.
 */
export class LinkQueue {
  private readonly places: Place[] = [];
  private isAsking = false;
  private heldUntil = 0;

  /**
   * @param pauseSeconds how long to wait with what was refused so, and all others; null where it is over for this one
   */
  constructor(
    private readonly pauseSeconds: (failed: unknown) => number | null,
    private readonly clock: Clock = {
      now: () => Date.now(),
      later: (millis, call) => setTimeout(call, millis),
    },
  ) {}

  /**
   * Ask when it is this one's turn.
   *
   * @param told when nobody asks now: the time at which the first goes on. Once more, if that was not the last wait
   * @param signal leaves the queue; the promise is broken then
   */
  ask<T>(ask: () => Promise<T>, told: (at: number) => void, signal: AbortSignal): Promise<T> {
    return new Promise((resolve, reject) => {
      const place: Place = {
        told,
        ask: async () => {
          try {
            resolve(await ask());
            return null;
          } catch (failed) {
            const pause = this.pauseSeconds(failed);
            if (pause === null) {
              reject(failed);
            }
            return pause;
          }
        },
      };
      signal.addEventListener('abort', () => {
        this.drop(place);
        reject(signal.reason);
      });
      this.places.push(place);
      if (this.isHeld()) {
        told(this.heldUntil);
      }
      void this.goOn();
    });
  }

  private async goOn() {
    const first = this.places[0];
    if (first === undefined || this.isAsking || this.isHeld()) {
      return;
    }
    this.isAsking = true;
    const pause = await first.ask();
    this.isAsking = false;
    if (pause === null) {
      this.drop(first);
    } else {
      this.hold(pause);
    }
    void this.goOn();
  }

  private hold(seconds: number) {
    this.heldUntil = this.clock.now() + seconds * 1_000;
    this.places.forEach((place) => place.told(this.heldUntil));
    this.clock.later(seconds * 1_000, () => void this.goOn());
  }

  private isHeld() {
    return this.clock.now() < this.heldUntil;
  }

  private drop(place: Place) {
    const at = this.places.indexOf(place);
    if (at >= 0) {
      this.places.splice(at, 1);
    }
  }
}
