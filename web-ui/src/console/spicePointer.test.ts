import { expect, test, vi } from 'vitest';
import { Notches, onScreen, turned } from './spicePointer';

vi.mock('@spice-project/spice-html5/src/inputs.js', () => ({}));
vi.mock('novnc-gestures', () => ({ default: vi.fn() }));

const screen = { width: 640, height: 480 };

test('a screen in its own size is pointed at where the pointer is', () => {
  expect(onScreen({ x: 10, y: 20 }, screen, screen)).toEqual({ x: 10, y: 20 });
});

test('a screen that is shown smaller or larger is pointed at in its own pixels', () => {
  expect(onScreen({ x: 160, y: 120 }, { width: 320, height: 240 }, screen)).toEqual({ x: 320, y: 240 });
  expect(onScreen({ x: 1280, y: 960 }, { width: 1920, height: 1440 }, screen)).toEqual({ x: 426, y: 320 });
});

test('what is left and right of it, or above and below, is its edge', () => {
  const wide = { width: 1000, height: 480 };
  expect(onScreen({ x: 180, y: 0 }, wide, screen)).toEqual({ x: 0, y: 0 });
  expect(onScreen({ x: 10, y: 5 }, wide, screen)).toEqual({ x: 0, y: 5 });
  expect(onScreen({ x: 999, y: 479 }, wide, screen)).toEqual({ x: 639, y: 479 });
  expect(onScreen({ x: 320, y: 0 }, { width: 640, height: 1000 }, screen)).toEqual({ x: 320, y: 0 });
  expect(onScreen({ x: -50, y: 2000 }, { width: 640, height: 1000 }, screen)).toEqual({ x: 0, y: 479 });
});

test('a pad that is stroked turns the wheel by what it was stroked, not by how often it tells', () => {
  const wheel = new Notches();
  expect([20, 20, 20, 100, -60, -60].map((pixels) => wheel.turn(pixels))).toEqual([0, 0, 1, 2, -1, -1]);
});

test('a wheel turns by its lines where it tells no pixels, and not at all to the side', () => {
  expect(turned({ deltaY: 3, deltaMode: 1 })).toBeGreaterThan(50);
  expect(turned({ deltaY: -120, deltaMode: 0 })).toBe(-120);
  expect(new Notches().turn(turned({ deltaY: 0, deltaMode: 0 }))).toBe(0);
});
