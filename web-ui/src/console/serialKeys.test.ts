import { expect, test } from 'vitest';
import { ALT, CONTROL, ENTER, ESCAPE, SUPER, UP } from './keys';
import type { Key } from './keys';
import { keysymOf } from './layouts';
import { bytesOf } from './serialKeys';

const letter = (character: string): Key => [keysymOf(character), ''];

test.each<[string, Key[], string]>([
  ['a letter', [letter('a')], 'a'],
  ['a character of no alphabet', [letter('中')], '中'],
  ['Ctrl and a letter', [CONTROL, letter('c')], '\x03'],
  ['Ctrl and a sign', [CONTROL, letter(']')], '\x1d'],
  ['Alt and a letter', [ALT, letter('b')], '\x1bb'],
  ['Enter', [ENTER], '\r'],
  ['Esc', [ESCAPE], '\x1b'],
  ['an arrow', [UP], '\x1b[A'],
  ['a key that terminals do not have', [SUPER], ''],
])('sends %s', (_, keys, sent) => {
  expect(bytesOf(keys)).toBe(sent);
});
