import { beforeEach, expect, test } from 'vitest';
import { CONTROL } from './keys';
import { keysymOf, strokesOf } from './layouts';
import { SpiceKeyboard } from './spiceKeyboard';

let sent: string[];
let keyboard: SpiceKeyboard;

beforeEach(() => {
  sent = [];
  keyboard = new SpiceKeyboard((code, isDown) => sent.push(`${isDown ? '+' : '-'}${code.toString(16)}`));
});

const down = (code: string, timeStamp = 0) => keyboard.take({ type: 'keydown', code, timeStamp });
const up = (code: string, timeStamp = 0) => keyboard.take({ type: 'keyup', code, timeStamp });

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

test('Caps Lock is pressed and let go, though Macs tell half of it', () => {
  down('CapsLock');
  up('CapsLock');
  expect(sent).toEqual(['+3a', '-ba']);
});

test('text is typed with the modifiers of its layout', () => {
  strokesOf('A€', 'de').strokes.forEach((one) => keyboard.stroke(one));
  expect(sent).toEqual(['+2a', '+1e', '-9e', '-aa', '+38e0', '+12', '-92', '-b8e0']);
});

test('characters of a phone go where the commonest layout has them', () => {
  keyboard.press([CONTROL, [keysymOf('c'), '']]);
  keyboard.press([[keysymOf('?'), '']]);
  keyboard.press([[keysymOf('中'), '']]);
  expect(sent).toEqual(['+1d', '+2e', '-ae', '-9d', '+2a', '+35', '-b5', '-aa']);
});
