import { expect, test } from 'vitest';
import { COMBINATIONS } from './keys';
import { LAYOUTS, strokesOf } from './layouts';
import { scanCode } from './scanCodes';

const EVERYTHING = Array.from({ length: 0x180 }, (_, at) => String.fromCharCode(at)).join('') + '€';

// IBM's Technical Reference of the AT, table of scan code set 1.
test.each([
  ['Escape', 0x01, 0x81],
  ['Tab', 0x0f, 0x8f],
  ['KeyQ', 0x10, 0x90],
  ['Enter', 0x1c, 0x9c],
  ['ControlLeft', 0x1d, 0x9d],
  ['KeyA', 0x1e, 0x9e],
  ['ShiftLeft', 0x2a, 0xaa],
  ['Backslash', 0x2b, 0xab],
  ['KeyM', 0x32, 0xb2],
  ['Space', 0x39, 0xb9],
  ['F1', 0x3b, 0xbb],
  ['F10', 0x44, 0xc4],
  ['NumLock', 0x45, 0xc5],
  ['Numpad0', 0x52, 0xd2],
  ['NumpadDecimal', 0x53, 0xd3],
  ['IntlBackslash', 0x56, 0xd6],
  ['F12', 0x58, 0xd8],
  ['Delete', 0x53e0, 0xd3e0],
  ['ArrowUp', 0x48e0, 0xc8e0],
  ['PageDown', 0x51e0, 0xd1e0],
  ['AltRight', 0x38e0, 0xb8e0],
  ['MetaLeft', 0x5be0, 0xdbe0],
  ['Pause', 0x451de1, 0xc59de1],
])('%s', (code, down, up) => {
  expect(scanCode(code, true)).toBe(down);
  expect(scanCode(code, false)).toBe(up);
});

test('what keyboards of PCs do not have is not made up', () => {
  expect(scanCode('LaunchApp1', true)).toBeUndefined();
  expect(scanCode('', true)).toBeUndefined();
  expect(scanCode('constructor', true)).toBeUndefined();
});

test('all that the pages press is there', () => {
  const codes = [
    ...COMBINATIONS.flatMap(({ keys }) => keys.map(([, code]) => code)),
    ...LAYOUTS.flatMap((layout) => strokesOf(EVERYTHING, layout).strokes.map(({ code }) => code)),
  ];
  expect(codes.filter((code) => scanCode(code, true) === undefined)).toEqual([]);
});
