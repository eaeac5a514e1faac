import { ALT_GR, CONTROL, SHIFT } from './keys';
import type { Key } from './keys';
import { strokesOf } from './layouts';
import type { Layout, Stroke } from './layouts';
import { scanCode } from './scanCodes';

/** The lights of a keyboard, as SPICE numbers them (keyboard_modifier_flags). */
export const LOCKS = { ScrollLock: 1, NumLock: 2, CapsLock: 4 } as const;

const CONTROL_LEFT = CONTROL[1];
const ALT_RIGHT = ALT_GR[1];
const SHIFTS = ['ShiftLeft', 'ShiftRight'];
/** Windows tells of the Ctrl that it puts before AltGr at once; nobody is as quick. */
const AT_ONCE_MILLIS = 30;
/** How long a machine may take to show a light that was asked for. */
const SETTLE_MILLIS = 1_000;

type KeyEvent = Pick<KeyboardEvent, 'type' | 'code' | 'timeStamp' | 'getModifierState'>;

/** The way to the machine's keyboard. */
interface Way {
  send: (code: number, isDown: boolean) => void;
  /** The lights that it shows; undefined while that is not known. */
  locks: () => number | undefined;
  setLocks: (locks: number) => void;
  /** Of the guest, as far as the person has told. */
  layout: () => Layout;
}

/** The keyboard of a SPICE session, whose keys are places: the guest's layout says what they give. */
export class SpiceKeyboard {
  private readonly down = new Set<string>();
  private controlSince = -Infinity;
  /** What the machine showed when it was asked for something else, or a key for it was pressed. */
  private unsettled: { shown: number | undefined; until: number } | null = null;

  /** Of which there is no Num Lock, and told is half of what becomes of Caps Lock. */
  private readonly isApple: boolean;
  /** Which does not tell of one Shift that comes up while the other one is down. */
  private readonly isWindows: boolean;

  /** @param platform whose keyboard it is, as {@code navigator.platform} has it */
  constructor(
    private readonly way: Way,
    platform: string,
  ) {
    this.isApple = /Mac|iPhone|iPad/.test(platform);
    this.isWindows = platform.startsWith('Win');
  }

  /**
   * A key of the person's own keyboard went down or came up.
   *
   * @return whether it is the machine's; else the browser may have it
   */
  take(event: KeyEvent): boolean {
    const { code } = event;
    if (scanCode(code, true) === undefined) {
      return false;
    }
    const isDown = event.type === 'keydown';
    if (code in LOCKS) {
      this.takeLock(event, isDown);
      return true;
    }
    if (isDown) {
      this.matchLocks(event);
      if (code === CONTROL_LEFT && !this.down.has(code)) {
        this.controlSince = event.timeStamp;
      } else if (code === ALT_RIGHT && event.timeStamp - this.controlSince < AT_ONCE_MILLIS) {
        this.change(CONTROL_LEFT, false);
      }
    }
    this.change(code, isDown);
    if (!isDown && this.isWindows && SHIFTS.includes(code)) {
      SHIFTS.forEach((shift) => this.change(shift, false));
    }
    if (!isDown && code.startsWith('Meta')) {
      // Macs do not tell of keys that come up while it is down.
      this.letGo();
    }
    return true;
  }

  /** Press these together, in this order. */
  press(keys: Key[]) {
    this.together(keys.flatMap(([keysym, code]) => (code === '' ? this.codesOf(keysym) : [code])));
  }

  /** Have a key down for as long as something takes. */
  holding([, code]: Key, call: () => void) {
    this.change(code, true);
    call();
    this.change(code, false);
  }

  /** Type as a layout has it, in which letters are small without Shift. */
  stroke({ shift, altGr, code }: Stroke) {
    this.askForLocks(LOCKS.CapsLock, 0, performance.now());
    this.together([...(shift ? [SHIFT[1]] : []), ...(altGr ? [ALT_RIGHT] : []), code]);
  }

  /** Nobody presses anything any more, as far as can be known here. */
  letGo() {
    this.down.forEach((code) => this.change(code, false));
  }

  private takeLock({ code, timeStamp }: KeyEvent, isDown: boolean) {
    // Held down it would go on and off.
    const isNew = isDown && !this.down.has(code);
    const isOffOnApple = !isDown && this.isApple && code === 'CapsLock';
    if (isNew || isOffOnApple) {
      this.together([code]);
      this.unsettled = { shown: this.way.locks(), until: timeStamp + SETTLE_MILLIS };
    }
    if (isDown && !this.isApple) {
      this.down.add(code);
    } else {
      this.down.delete(code);
    }
  }

  /** They may have been pressed anywhere else. */
  private matchLocks(event: KeyEvent) {
    const is = (name: keyof typeof LOCKS) => (event.getModifierState(name) ? LOCKS[name] : 0);
    const known = LOCKS.CapsLock | (this.isApple ? 0 : LOCKS.NumLock);
    this.askForLocks(known, is('CapsLock') | is('NumLock'), event.timeStamp);
  }

  private askForLocks(known: number, wanted: number, now: number) {
    const shown = this.way.locks();
    if (this.unsettled !== null && (shown !== this.unsettled.shown || now > this.unsettled.until)) {
      this.unsettled = null;
    }
    if (shown === undefined || this.unsettled !== null || (shown & known) === (wanted & known)) {
      return;
    }
    this.way.setLocks((shown & ~known) | (wanted & known));
    this.unsettled = { shown, until: now + SETTLE_MILLIS };
  }

  private together(codes: string[]) {
    codes.forEach((code) => this.change(code, true));
    codes.reverse().forEach((code) => this.change(code, false));
  }

  private change(code: string, isDown: boolean) {
    const number = scanCode(code, isDown);
    if (number === undefined || (!isDown && !this.down.has(code))) {
      return;
    }
    // Held ones go down again and again: that is how a key repeats.
    if (isDown) {
      this.down.add(code);
    } else {
      this.down.delete(code);
    }
    this.way.send(number, isDown);
  }

  /** Of a character that came without a place; none where the layout has no key for it. */
  private codesOf(keysym: number): string[] {
    const character = String.fromCodePoint(keysym & 0x00ff_ffff);
    return strokesOf(character, this.way.layout()).strokes.flatMap(({ shift, altGr, code }) => [
      ...(shift ? [SHIFT[1]] : []),
      ...(altGr ? [ALT_RIGHT] : []),
      code,
    ]);
  }
}
