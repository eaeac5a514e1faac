import { expect, test } from 'vitest';
import { ALT, CONTROL, ESCAPE } from './keys';
import { StickyKeys } from './stickyKeys';

test('holds what was tapped for the next key alone', () => {
  const sticky = new StickyKeys();
  sticky.tap(CONTROL);
  sticky.tap(ALT);

  expect(sticky.take(ESCAPE)).toEqual([CONTROL, ALT, ESCAPE]);
  expect(sticky.take(ESCAPE)).toEqual([ESCAPE]);
});

test('lets go of what is tapped twice', () => {
  const sticky = new StickyKeys();
  sticky.tap(CONTROL);
  sticky.tap(CONTROL);

  expect(sticky.isHeld(CONTROL)).toBe(false);
});
