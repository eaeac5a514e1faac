import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { strokesOf } from './layouts';
import { typeStrokes } from './typing';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const { strokes } = strokesOf('secret', 'us');

/** Type, and let the console end, or a person stop it, at that stroke. */
async function type(at: { ends?: number; stops?: number } = {}) {
  const stop = new AbortController();
  let sent = 0;
  const shown: number[] = [];
  const stroke = () => sent !== at.ends && ++sent > 0;
  const typed = (count: number) => {
    shown.push(count);
    if (count === at.stops) {
      stop.abort();
    }
  };
  const typing = typeStrokes(strokes, { stroke, typed }, stop.signal);
  await vi.runAllTimersAsync();
  return { count: await typing, shown };
}

test('types all of it, and tells how far it is', async () => {
  expect(await type()).toEqual({ count: 6, shown: [1, 2, 3, 4, 5, 6] });
});

test('counts what was typed when the console ends', async () => {
  expect((await type({ ends: 2 })).count).toBe(2);
});

test('stops when it is told to', async () => {
  expect((await type({ stops: 4 })).count).toBe(4);
});
