import { expect, test } from 'vitest';
import en from './words.en';
import zh from './words.zh';

type Tree = { [key: string]: string | Tree };

function flat(tree: Tree, prefix = ''): Record<string, string> {
  return Object.entries(tree).reduce(
    (all, [key, value]) => ({
      ...all,
      ...(typeof value === 'string' ? { [prefix + key]: value } : flat(value, `${prefix}${key}.`)),
    }),
    {},
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

test('says everything in both languages, with the same gaps', () => {
  const chinese = flat(zh);
  const english = flat(en);

  expect(Object.keys(english)).toEqual(Object.keys(chinese));
  for (const [key, text] of Object.entries(chinese)) {
    expect(placeholders(english[key] ?? ''), key).toEqual(placeholders(text));
    expect(english[key], key).not.toMatch(/\p{Script=Han}/u);
  }
});
