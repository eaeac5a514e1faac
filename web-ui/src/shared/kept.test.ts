import { beforeEach, expect, test, vi } from 'vitest';
import { kept } from './kept';

const store = new Map<string, string>();
let tellOtherTabs: (event: { key: string | null; newValue: string | null }) => void;

beforeEach(() => {
  store.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => store.set(key, value),
  });
  vi.stubGlobal(
    'addEventListener',
    (_: string, listener: typeof tellOtherTabs) => (tellOtherTabs = listener),
  );
});

const colour = () => kept('colour', ['red', 'blue'] as const, () => 'red');

test('keeps nothing before somebody chooses', () => {
  expect(colour().value).toBe('red');
  expect(store.size).toBe(0);
});

test('keeps what was chosen', () => {
  colour().value = 'blue';
  expect(colour().value).toBe('blue');
});

test('takes what makes no sense for nothing', () => {
  store.set('colour', 'loud');
  expect(colour().value).toBe('red');
});

test('follows what another tab has chosen', () => {
  const choice = colour();
  tellOtherTabs({ key: 'taste', newValue: 'blue' });
  expect(choice.value).toBe('red');
  tellOtherTabs({ key: 'colour', newValue: 'blue' });
  expect(choice.value).toBe('blue');
  tellOtherTabs({ key: null, newValue: null });
  expect(choice.value).toBe('red');
});

test('lasts as long as the page where the browser keeps nothing', () => {
  const forbid = () => {
    throw new Error('SecurityError');
  };
  vi.stubGlobal('localStorage', { getItem: forbid, setItem: forbid });
  const choice = colour();
  choice.value = 'blue';
  expect(choice.value).toBe('blue');
});
