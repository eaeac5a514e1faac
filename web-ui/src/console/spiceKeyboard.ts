import { ALT_GR, CONTROL, SHIFT } from './keys';
import type { Key } from './keys';
import { strokesOf } from './layouts';
import type { Stroke } from './layouts';
import { scanCode } from './scanCodes';

const CONTROL_LEFT = CONTROL[1];
const ALT_RIGHT = ALT_GR[1];
/** Windows tells of the Ctrl that it puts before AltGr at once; nobody is as quick. */
const AT_ONCE_MILLIS = 30;

/** The keyboard of a SPICE session, whose keys are places: the guest's layout says what they give. */
export class SpiceKeyboard {
  private readonly down = new Set<string>();
  private controlSince = -Infinity;

  /** @param send a scan code to the machine */
  constructor(private readonly send: (code: number, isDown: boolean) => void) {}

  /**
   * A key of the person's own keyboard went down or came up.
   *
   * @return whether it is the machine's; else the browser may have it
   */
  take(event: Pick<KeyboardEvent, 'type' | 'code' | 'timeStamp'>): boolean {
    const { code } = event;
    if (scanCode(code, true) === undefined) {
      return false;
    }
    if (event.type === 'keydown') {
      if (code === CONTROL_LEFT && !this.down.has(code)) {
        this.controlSince = event.timeStamp;
      } else if (code === ALT_RIGHT && event.timeStamp - this.controlSince < AT_ONCE_MILLIS) {
        this.change(CONTROL_LEFT, false);
      }
      this.change(code, true);
      if (code === 'CapsLock') {
        // On Macs it comes up when it is pressed again.
        this.change(code, false);
      }
    } else {
      this.change(code, false);
      if (code.startsWith('Meta')) {
        // Macs do not tell of keys that come up while it is down.
        this.letGo();
      }
    }
    return true;
  }

  /** Press these together, in this order. */
  press(keys: Key[]) {
    const codes = keys.flatMap(([keysym, code]) => (code === '' ? codesOf(keysym) : [code]));
    codes.forEach((code) => this.change(code, true));
    codes.reverse().forEach((code) => this.change(code, false));
  }

  stroke({ shift, altGr, keysym, code }: Stroke) {
    this.press([...(shift ? [SHIFT] : []), ...(altGr ? [ALT_GR] : []), [keysym, code]]);
  }

  /** Nobody presses anything any more, as far as can be known here. */
  letGo() {
    this.down.forEach((code) => this.change(code, false));
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
    this.send(number, isDown);
  }
}

/** Of a character that came without a place: where the commonest layout has it. */
function codesOf(keysym: number): string[] {
  const character = String.fromCodePoint(keysym & 0x00ff_ffff);
  return strokesOf(character, 'us').strokes.flatMap(({ shift, code }) => [
    ...(shift ? [SHIFT[1]] : []),
    code,
  ]);
}
