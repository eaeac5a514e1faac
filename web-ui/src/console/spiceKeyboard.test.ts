import { beforeEach, expect, test } from 'vitest';
import { CONTROL } from './keys';
import { keysymOf, strokesOf } from './layouts';
import type { Layout } from './layouts';
import { SpiceKeyboard } from './spiceKeyboard';

let sent: string[];
let shown: number | undefined;
let layout: Layout;
let keyboard: SpiceKeyboard;
/** Of the person's own keyboard. */
let lights: string[];

beforeEach(() => {
  sent = [];
  shown = undefined;
  layout = 'us';
  lights = [];
  keyboard = keyboardOf('Linux x86_64');
});

function keyboardOf(platform: string) {
  const way = {
    send: (code: number, isDown: boolean) => sent.push(`${isDown ? '+' : '-'}${code.toString(16)}`),
    locks: () => shown,
    setLocks: (locks: number) => sent.push(`lights ${locks}`),
    layout: () => layout,
  };
  return new SpiceKeyboard(way, platform);
}

const event = (type: string, code: string, timeStamp: number) => ({
  type,
  code,
  timeStamp,
  getModifierState: (name: string) => lights.includes(name),
});
const down = (code: string, timeStamp = 0) => keyboard.take(event('keydown', code, timeStamp));
const up = (code: string, timeStamp = 0) => keyboard.take(event('keyup', code, timeStamp));

test('keys go by their place, whatever the layout of the browser', () => {
  expect(down('KeyQ')).toBe(true);
  up('KeyQ');
  down('ArrowUp');
  up('ArrowUp');
  expect(sent).toEqual(['+10', '-90', '+48e0', '-c8e0']);
});

test('a key that machines do not know is left to the browser', () => {
  expect(down('BrowserBack')).toBe(false);
  expect(down('Unidentified')).toBe(false);
  expect(sent).toEqual([]);
});

test('a key that is held repeats', () => {
  down('KeyA');
  down('KeyA');
  up('KeyA');
  expect(sent).toEqual(['+1e', '+1e', '-9e']);
});

test('what went down elsewhere does not come up here', () => {
  up('ControlLeft');
  expect(sent).toEqual([]);
});

test('AltGr is not Ctrl and AltGr on Windows', () => {
  down('ControlLeft', 1_000);
  down('AltRight', 1_001);
  down('KeyQ', 1_200);
  expect(sent).toEqual(['+1d', '-9d', '+38e0', '+10']);
});

test('Ctrl and AltGr are both where a person presses both', () => {
  down('ControlLeft', 1_000);
  down('ControlLeft', 1_500);
  down('AltRight', 1_501);
  expect(sent).toEqual(['+1d', '+1d', '+38e0']);
});

test('whoever leaves the screen holds nothing on it', () => {
  down('ControlLeft');
  down('KeyA');
  keyboard.letGo();
  up('KeyA');
  expect(sent).toEqual(['+1d', '+1e', '-9d', '-9e']);
});

test('nothing stays down under the command key of Macs', () => {
  down('MetaLeft');
  down('KeyC');
  up('MetaLeft');
  expect(sent).toEqual(['+5be0', '+2e', '-dbe0', '-ae']);
});

test('a lock is pressed once, however long it is held', () => {
  down('CapsLock');
  down('CapsLock');
  up('CapsLock');
  down('CapsLock');
  expect(sent).toEqual(['+3a', '-ba', '+3a', '-ba']);
});

test('Caps Lock of Apple is pressed when it goes on and when it goes off', () => {
  keyboard = keyboardOf('MacIntel');
  down('CapsLock');
  up('CapsLock');
  expect(sent).toEqual(['+3a', '-ba', '+3a', '-ba']);
});

test('the machine gets the lights of the keyboard, wherever they were changed', () => {
  shown = 0;
  lights = ['CapsLock', 'NumLock'];
  down('KeyA', 1);
  down('KeyA', 2);
  expect(sent).toEqual(['lights 6', '+1e', '+1e']);

  shown = 6;
  lights = ['NumLock'];
  down('KeyB', 3);
  expect(sent.slice(3)).toEqual(['lights 2', '+30']);
});

test('a light that the machine does not follow is asked for again after a while only', () => {
  shown = 0;
  lights = ['CapsLock'];
  down('KeyA', 1);
  down('KeyA', 900);
  down('KeyA', 1_500);
  expect(sent.filter((one) => one.startsWith('lights'))).toEqual(['lights 4', 'lights 4']);
});

test('a lock that was pressed here is not asked for as well', () => {
  shown = 0;
  lights = ['CapsLock'];
  down('CapsLock', 1);
  up('CapsLock', 2);
  down('KeyA', 3);
  shown = 4;
  down('KeyA', 4);
  expect(sent).toEqual(['+3a', '-ba', '+1e', '+1e']);
});

test('keyboards of Apple have no Num Lock that the machine could lose', () => {
  keyboard = keyboardOf('MacIntel');
  shown = 2;
  down('KeyA');
  expect(sent).toEqual(['+1e']);
});

test('what is typed is not turned into capitals', () => {
  shown = 4 | 2;
  strokesOf('ab', 'us').strokes.forEach((one) => keyboard.stroke(one));
  expect(sent).toEqual(['lights 2', '+1e', '-9e', '+30', '-b0']);
});

test('text is typed with the modifiers of its layout', () => {
  strokesOf('A€', 'de').strokes.forEach((one) => keyboard.stroke(one));
  expect(sent).toEqual(['+2a', '+1e', '-9e', '-aa', '+38e0', '+12', '-92', '-b8e0']);
});

test('characters of a phone go where the layout of the guest has them', () => {
  keyboard.press([CONTROL, [keysymOf('c'), '']]);
  keyboard.press([[keysymOf('?'), '']]);
  keyboard.press([[keysymOf('中'), '']]);
  expect(sent).toEqual(['+1d', '+2e', '-ae', '-9d', '+2a', '+35', '-b5', '-aa']);
});

test('characters of a phone are typed with all that their layout asks for', () => {
  layout = 'de';
  keyboard.press([[keysymOf('y'), '']]);
  keyboard.press([[keysymOf('@'), '']]);
  expect(sent).toEqual(['+2c', '-ac', '+38e0', '+10', '-90', '-b8e0']);
});

test('no Shift stays down on Windows, which tells of one of two', () => {
  keyboard = keyboardOf('Win32');
  down('ShiftLeft');
  down('ShiftRight');
  up('ShiftRight');
  expect(sent).toEqual(['+2a', '+36', '-b6', '-aa']);
});

test('elsewhere one Shift may stay', () => {
  down('ShiftLeft');
  down('ShiftRight');
  up('ShiftRight');
  expect(sent).toEqual(['+2a', '+36', '-b6']);
});
