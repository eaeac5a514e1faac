import { expect, test } from 'vitest';
import { HeldKeys } from './heldKeys';

interface Modifiers {
  ctrlKey?: boolean;
  altKey?: boolean;
  shiftKey?: boolean;
  altGraph?: boolean;
}

function key(code: string, { altGraph = false, ...modifiers }: Modifiers = {}) {
  const flags = { ctrlKey: false, altKey: false, shiftKey: false, ...modifiers };
  return {
    code,
    key: code,
    keyCode: 0,
    ...flags,
    getModifierState: () => altGraph,
  } as unknown as KeyboardEvent;
}

const ALL = { ctrlKey: true, altKey: true, shiftKey: true };

test('leads away with Ctrl, Alt and Shift, and lets go what the machine holds', () => {
  const keys = new HeldKeys();
  expect(keys.down(key('ControlLeft', { ctrlKey: true }))).toBe(false);
  expect(keys.down(key('AltLeft', { ctrlKey: true, altKey: true }))).toBe(false);

  expect(keys.down(key('ShiftLeft', ALL))).toBe(true);

  // The last one never reached the machine.
  expect(keys.letGo().map(({ code }) => code)).toEqual(['ControlLeft', 'AltLeft']);
  expect(keys.letGo()).toEqual([]);
});

test('keeps nothing that came up again', () => {
  const keys = new HeldKeys();
  keys.down(key('KeyA'));
  keys.up(key('KeyA'));

  expect(keys.letGo()).toEqual([]);
});

test.each([
  ['a letter', key('KeyA', ALL)],
  ['a capital with AltGr on Windows', key('ShiftLeft', { ...ALL, altGraph: true })],
  ['two of them', key('AltLeft', { ctrlKey: true, altKey: true })],
])('stays with %s', (_, event) => {
  expect(new HeldKeys().down(event)).toBe(false);
});
