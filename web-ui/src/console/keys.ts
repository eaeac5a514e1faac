/** A key: X11's number, and its place on the keyboard. */
export type Key = [keysym: number, code: string];

export const CONTROL: Key = [0xffe3, 'ControlLeft'];
export const ALT: Key = [0xffe9, 'AltLeft'];
export const SHIFT: Key = [0xffe1, 'ShiftLeft'];
export const ALT_GR: Key = [0xfe03, 'AltRight'];
export const SUPER: Key = [0xffeb, 'MetaLeft'];
export const TAB: Key = [0xff09, 'Tab'];
export const ESCAPE: Key = [0xff1b, 'Escape'];
export const BACKSPACE: Key = [0xff08, 'Backspace'];
export const ENTER: Key = [0xff0d, 'Enter'];
export const LEFT: Key = [0xff51, 'ArrowLeft'];
export const UP: Key = [0xff52, 'ArrowUp'];
export const RIGHT: Key = [0xff53, 'ArrowRight'];
export const DOWN: Key = [0xff54, 'ArrowDown'];

function f(number: number): Key {
  return [0xffbd + number, `F${number}`];
}

/** What browsers and systems keep for themselves, pressed together in this order. */
export const COMBINATIONS: { name: string; keys: Key[] }[] = [
  { name: 'Ctrl-Alt-Del', keys: [CONTROL, ALT, [0xffff, 'Delete']] },
  { name: 'Ctrl-Alt-Backspace', keys: [CONTROL, ALT, BACKSPACE] },
  { name: 'Alt-Tab', keys: [ALT, TAB] },
  { name: 'Alt-F4', keys: [ALT, f(4)] },
  { name: 'Ctrl-Esc', keys: [CONTROL, ESCAPE] },
  { name: 'Ctrl-W', keys: [CONTROL, [0x77, 'KeyW']] },
  { name: 'Super', keys: [SUPER] },
  { name: 'Super-R', keys: [SUPER, [0x72, 'KeyR']] },
  { name: 'Tab', keys: [TAB] },
  { name: 'Esc', keys: [ESCAPE] },
  { name: 'PrintScreen', keys: [[0xff61, 'PrintScreen']] },
  ...Array.from({ length: 12 }, (_, at) => ({
    name: `Ctrl-Alt-F${at + 1}`,
    keys: [CONTROL, ALT, f(at + 1)],
  })),
  ...Array.from({ length: 12 }, (_, at) => ({ name: `F${at + 1}`, keys: [f(at + 1)] })),
];
