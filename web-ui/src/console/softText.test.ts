import { expect, test } from 'vitest';
import { FILLER, SoftText } from './softText';

/** What a guest shows that is told these texts of a field, one after the other. */
function shown(...texts: string[]): string {
  const soft = new SoftText();
  const characters: string[] = [];
  for (const text of texts) {
    const { erased, typed } = soft.becomes(FILLER + text);
    characters.splice(characters.length - erased, erased);
    characters.push(...typed);
  }
  return characters.join('');
}

test('types a word once that is composed letter by letter, and told again when it is whole', () => {
  expect(shown('h', 'he', 'hel', 'hell', 'hello', 'hello')).toBe('hello');
});

test('types what was chosen instead of how it was spelt', () => {
  expect(shown('n', 'ni', "ni'h", "ni'hao", '你好')).toBe('你好');
});

test('mends what the keyboard corrects', () => {
  expect(shown('teh', 'the ', 'the e', 'the end')).toBe('the end');
});

test('erases one for a character that is two in memory', () => {
  const soft = new SoftText();
  soft.becomes(`${FILLER}😀`);

  expect(soft.becomes(FILLER)).toEqual({ erased: 1, typed: [] });
});

test('has something to erase before anything is typed', () => {
  expect(new SoftText().becomes(FILLER.slice(1))).toEqual({ erased: 1, typed: [] });
});

test('types nothing when the field is filled anew', () => {
  const soft = new SoftText();
  soft.becomes(`${FILLER}ls\n`);

  expect(soft.becomes(soft.refill())).toEqual({ erased: 0, typed: [] });
});
