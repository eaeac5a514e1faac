import type { SpiceCanvas } from '@spice-project/spice-html5/src/inputs.js';
import { beforeEach, expect, test, vi } from 'vitest';
import { givePointer } from './spicePointer';

vi.mock('novnc-gestures', () => ({
  default: class {
    attach() {
      // The test makes the gestures.
    }
  },
}));
const done = vi.hoisted(() => [] as string[]);
vi.mock('@spice-project/spice-html5/src/inputs.js', () => ({
  handle_mousemove: ({ offsetX, offsetY }: MouseEvent) => done.push(`to ${offsetX},${offsetY}`),
  handle_mousedown: ({ button }: MouseEvent) => done.push(`press ${button}`),
  handle_mouseup: ({ button }: MouseEvent) => done.push(`release ${button}`),
  handle_mousewheel: ({ deltaY }: WheelEvent) => done.push(deltaY > 0 ? 'down' : 'up'),
}));

let canvas: SpiceCanvas;
let mayPoint: boolean;

beforeEach(() => {
  done.length = 0;
  mayPoint = true;
  vi.stubGlobal('scrollX', 0);
  vi.stubGlobal('scrollY', 0);
  canvas = Object.assign(new EventTarget(), {
    // Shown at half its size.
    width: 800,
    height: 600,
    clientWidth: 400,
    clientHeight: 300,
    sc: { inputs: { waiting_for_ack: 8 } },
    focus: vi.fn(),
    getBoundingClientRect: () => ({ left: 100, top: 50 }),
  }) as unknown as SpiceCanvas;
  givePointer(canvas, {
    mayPoint: () => mayPoint,
    mayFocus: () => true,
    withControl: (call) => {
      done.push('+ctrl');
      call();
      done.push('-ctrl');
    },
  });
});

/** Fingers at a place of the window, that went so far, or are so far apart. */
function gesture(moment: 'start' | 'move' | 'end', type: string, x: number, y: number, magnitudeY = 0) {
  const detail = { type, clientX: x, clientY: y, magnitudeX: 0, magnitudeY };
  canvas.dispatchEvent(Object.assign(new Event(`gesture${moment}`), { detail }));
}

test.each([
  ['onetap', 0],
  ['twotap', 2],
  ['threetap', 1],
])('%s clicks where it is', (type, button) => {
  gesture('start', type, 110, 60);
  gesture('end', type, 110, 60);
  expect(done).toEqual(['to 20,20', `press ${button}`, `release ${button}`]);
});

test.each([
  ['drag', 0],
  ['longpress', 2],
])('%s takes along what it presses', (type, button) => {
  gesture('start', type, 110, 60);
  gesture('move', type, 120, 60);
  gesture('end', type, 130, 70);
  expect(done).toEqual(['to 20,20', `press ${button}`, 'to 40,20', 'to 60,40', `release ${button}`]);
});

test('two fingers turn the wheel, as they would take the page along', () => {
  gesture('start', 'twodrag', 110, 60, 10);
  gesture('move', 'twodrag', 110, 60, -95);
  gesture('move', 'twodrag', 110, 60, -40);
  expect(done.filter((one) => !one.startsWith('to'))).toEqual(['down', 'down', 'up']);
});

test('fingers that go apart zoom in, and together out', () => {
  gesture('start', 'pinch', 110, 60, 100);
  gesture('move', 'pinch', 110, 60, 180);
  gesture('move', 'pinch', 110, 60, 100);
  expect(done.filter((one) => !one.startsWith('to'))).toEqual([
    '+ctrl',
    'up',
    '-ctrl',
    '+ctrl',
    'down',
    '-ctrl',
  ]);
});

test('whoever only looks points at nothing', () => {
  mayPoint = false;
  gesture('start', 'onetap', 110, 60);
  canvas.dispatchEvent(Object.assign(new Event('mousemove'), { offsetX: 1, offsetY: 1 }));
  expect(done).toEqual([]);
});

test('a click is told where it is, however many places are on their way', () => {
  canvas.dispatchEvent(Object.assign(new Event('mousedown'), { offsetX: 5, offsetY: 6, button: 0 }));
  expect(done).toEqual(['to 10,12', 'press 0']);
  expect(canvas.sc.inputs?.waiting_for_ack).toBeLessThan(8);
});
