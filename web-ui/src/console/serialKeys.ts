import { ALT, BACKSPACE, CONTROL, DOWN, ENTER, ESCAPE, LEFT, RIGHT, TAB, UP } from './keys';
import type { Key } from './keys';

// ECMA-48, as xterm sends them.
const SEQUENCES = new Map<number, string>([
  [ENTER[0], '\r'],
  [BACKSPACE[0], '\x7f'],
  [TAB[0], '\t'],
  [ESCAPE[0], '\x1b'],
  [UP[0], '\x1b[A'],
  [DOWN[0], '\x1b[B'],
  [RIGHT[0], '\x1b[C'],
  [LEFT[0], '\x1b[D'],
]);

/** What a terminal sends for keys pressed together; nothing for those that it does not know. */
export function bytesOf(keys: Key[]): string {
  const isHeld = (one: Key) => keys.some(([keysym]) => keysym === one[0]);
  const [keysym] = keys.at(-1) ?? [0];
  const given = SEQUENCES.get(keysym) ?? characterOf(keysym);
  const text = isHeld(CONTROL) ? controlOf(given) : given;
  return isHeld(ALT) && text !== '' ? `\x1b${text}` : text;
}

function characterOf(keysym: number): string {
  const isUnicode = keysym > 0x0100_0000;
  return isUnicode || keysym < 0x100 ? String.fromCodePoint(keysym & 0x00ff_ffff) : '';
}

/** Ctrl keeps the low five bits of what stands in ASCII from @ to _. */
function controlOf(text: string): string {
  const upper = text.toUpperCase();
  return /^[@-_]$/.test(upper) ? String.fromCharCode(upper.charCodeAt(0) & 0x1f) : text;
}
