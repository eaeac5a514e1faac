/** A key that is down, as far as it takes to let it go. */
type Held = Pick<KeyboardEvent, 'code' | 'key' | 'keyCode'>;

const MODIFIERS = new Set(
  ['Control', 'Alt', 'Shift', 'Meta'].flatMap((one) => [`${one}Left`, `${one}Right`]),
);

/**
 * The keys that are down on a screen, which takes every key: also Tab, which leads away from everything else in a page.
 * Ctrl, Alt and Shift pressed together do instead, as in Guacamole.
 */
export class HeldKeys {
  private readonly held = new Map<string, Held>();

  /** @return whether this one is the last of those that lead away from the screen */
  down(event: KeyboardEvent): boolean {
    const isLeaving =
      event.ctrlKey &&
      event.altKey &&
      event.shiftKey &&
      // Windows has Ctrl and Alt for it, and letters that are typed with it and Shift.
      !event.getModifierState('AltGraph') &&
      MODIFIERS.has(event.code);
    if (!isLeaving) {
      this.held.set(event.code, { code: event.code, key: event.key, keyCode: event.keyCode });
    }
    return isLeaving;
  }

  up(event: Pick<KeyboardEvent, 'code'>) {
    this.held.delete(event.code);
  }

  /** Those that the machine takes for pressed, and that will come up where it does not hear of it. */
  letGo(): Held[] {
    const all = [...this.held.values()];
    this.held.clear();
    return all;
  }
}
