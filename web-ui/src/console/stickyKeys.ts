import type { Key } from './keys';

/** Keys that are tapped, and held for the next one. */
export class StickyKeys {
  private held: Key[] = [];

  isHeld(key: Key): boolean {
    return this.held.some(([keysym]) => keysym === key[0]);
  }

  /** Hold it, or let it go again. */
  tap(key: Key) {
    this.held = this.isHeld(key) ? this.held.filter(([keysym]) => keysym !== key[0]) : [...this.held, key];
  }

  /** The next key, together with what is held for it, which is let go. */
  take(key: Key): Key[] {
    const keys = [...this.held, key];
    this.held = [];
    return keys;
  }
}
