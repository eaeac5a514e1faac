import {
  handle_mousedown,
  handle_mousemove,
  handle_mouseup,
  handle_mousewheel,
} from '@spice-project/spice-html5/src/inputs.js';
import type { SpiceCanvas } from '@spice-project/spice-html5/src/inputs.js';
import GestureHandler from 'novnc-gestures';

interface Size {
  width: number;
  height: number;
}

interface Place {
  x: number;
  y: number;
}

/** As MouseEvent.button has them. */
const LEFT = 0;
const MIDDLE = 1;
const RIGHT = 2;

/** What a wheel or fingers go for one notch of the machine's wheel, in pixels of the page; both as noVNC has them. */
const NOTCH_PIXELS = 50;
const PINCH_PIXELS = 75;
/** Of a wheel that tells lines or pages instead. */
const LINE_PIXELS = 19;

/** With more places on their way the viewer sends no others. */
const FEW_UNCONFIRMED = 4;

/**
 * Where a machine is pointed at, on a screen that is shown at another size, as large as fits in the middle.
 *
 * @param x in pixels of the page, from the left of what the screen is shown in
 * @return in pixels of the screen, on it also where the pointer is beside it
 */
export function onScreen({ x, y }: Place, shown: Size, screen: Size): Place {
  const scale = Math.min(shown.width / screen.width, shown.height / screen.height) || 1;
  const place = (at: number, within: number, size: number) =>
    Math.min(Math.max(Math.floor((at - (within - size * scale) / 2) / scale), 0), size - 1);
  return { x: place(x, shown.width, screen.width), y: place(y, shown.height, screen.height) };
}

/** Makes notches of a wheel out of what a pad, a finger or a wheel tells, which is more and finer. */
export class Notches {
  private rest = 0;

  constructor(private readonly size = NOTCH_PIXELS) {}

  /** @return how many, down where it is above 0 */
  turn(pixels: number): number {
    this.rest += pixels;
    const notches = Math.trunc(this.rest / this.size);
    this.rest -= notches * this.size;
    return notches;
  }
}

/** How far a wheel was turned, in pixels. */
export function turned({ deltaY, deltaMode }: Pick<WheelEvent, 'deltaY' | 'deltaMode'>): number {
  return deltaMode === 0 ? deltaY : deltaY * LINE_PIXELS;
}

/** What the rest of the page says about pointing at a machine. */
interface Page {
  mayPoint: () => boolean;
  /** Whether who points at the screen wants to type on it, too. */
  mayFocus: () => boolean;
  /** Have Ctrl down meanwhile. */
  withControl: (call: () => void) => void;
}

const preventDefault = () => undefined;

/** A machine's mouse, moved by the viewer's own handlers on a screen of any size. */
class Mouse {
  constructor(
    private readonly canvas: SpiceCanvas,
    private readonly page: Page,
  ) {}

  move(offset: Place, page: Place) {
    const shown = { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
    const { x, y } = onScreen(offset, shown, this.canvas);
    const event = { offsetX: x, offsetY: y, pageX: page.x, pageY: page.y, preventDefault };
    handle_mousemove.call(this.canvas, event);
  }

  /** What is done next must not be done where the pointer was before. */
  moveForSure(offset: Place, page: Place) {
    const { inputs } = this.canvas.sc;
    if (inputs !== undefined) {
      inputs.waiting_for_ack = Math.min(inputs.waiting_for_ack, FEW_UNCONFIRMED);
    }
    this.move(offset, page);
  }

  press(button: number) {
    handle_mousedown.call(this.canvas, { button, preventDefault });
  }

  release(button: number) {
    handle_mouseup.call(this.canvas, { button, preventDefault });
  }

  /** @param notches down where it is above 0 */
  scroll(notches: number) {
    for (let count = 0; count < Math.abs(notches); count++) {
      handle_mousewheel.call(this.canvas, { deltaY: notches, preventDefault });
    }
  }

  zoom(notches: number) {
    if (notches !== 0) {
      this.page.withControl(() => this.scroll(notches));
    }
  }
}

/** Let a machine be pointed at by mouse, wheel, pad and fingers. */
export function givePointer(canvas: SpiceCanvas, page: Page) {
  const mouse = new Mouse(canvas, page);
  giveMouse(canvas, mouse, page);
  giveFingers(canvas, mouse, page);
}

function giveMouse(canvas: SpiceCanvas, mouse: Mouse, page: Page) {
  const wheel = new Notches();
  const listen = <K extends keyof HTMLElementEventMap>(
    type: K,
    hear: (event: HTMLElementEventMap[K]) => void,
  ) =>
    canvas.addEventListener(type, (event) => {
      if (page.mayPoint()) {
        event.preventDefault();
        hear(event);
      }
    });
  const offset = (event: MouseEvent) => ({ x: event.offsetX, y: event.offsetY });
  const place = (event: MouseEvent) => ({ x: event.pageX, y: event.pageY });

  listen('mousemove', (event) => mouse.move(offset(event), place(event)));
  // What is pressed here is let go here, too, wherever the pointer is by then.
  canvas.addEventListener('pointerdown', (event) => {
    if (event.pointerType === 'mouse') {
      canvas.setPointerCapture(event.pointerId);
    }
  });
  listen('mousedown', (event) => {
    if (page.mayFocus()) {
      canvas.focus({ preventScroll: true });
    }
    mouse.moveForSure(offset(event), place(event));
    mouse.press(event.button);
  });
  listen('mouseup', (event) => mouse.release(event.button));
  listen('contextmenu', () => undefined);
  listen('wheel', (event) => mouse.scroll(wheel.turn(turned(event))));
}

/** What a gesture is told of by noVNC's handler; the magnitude is what fingers went, or how far they are apart. */
interface Gesture {
  type: 'onetap' | 'twotap' | 'threetap' | 'drag' | 'longpress' | 'twodrag' | 'pinch';
  clientX: number;
  clientY: number;
  magnitudeX: number;
  magnitudeY: number;
}

const BUTTONS: Partial<Record<Gesture['type'], number>> = {
  onetap: LEFT,
  twotap: RIGHT,
  threetap: MIDDLE,
  drag: LEFT,
  longpress: RIGHT,
};

/** The same gestures as on the other screens. */
function giveFingers(canvas: SpiceCanvas, mouse: Mouse, page: Page) {
  new GestureHandler().attach(canvas);
  let last = 0;
  let notches = new Notches();

  /** @return how far fingers went since they were heard of last; apart, or down */
  function goneSince({ type, magnitudeX, magnitudeY }: Gesture) {
    const now = type === 'pinch' ? Math.hypot(magnitudeX, magnitudeY) : magnitudeY;
    const gone = now - last;
    last = now;
    return gone;
  }

  function begin(gesture: Gesture) {
    if (page.mayFocus()) {
      canvas.focus({ preventScroll: true });
    }
    goneSince(gesture);
    notches = new Notches(gesture.type === 'pinch' ? PINCH_PIXELS : NOTCH_PIXELS);
  }

  function hear(event: Event) {
    const gesture = (event as CustomEvent<Gesture>).detail;
    if (!page.mayPoint()) {
      return;
    }
    const isBegin = event.type === 'gesturestart';
    const isEnd = event.type === 'gestureend';
    const isTap = gesture.type.endsWith('tap');
    if (isBegin) {
      begin(gesture);
    }
    if (isTap && !isBegin) {
      return;
    }
    const { left, top } = canvas.getBoundingClientRect();
    const { clientX: x, clientY: y } = gesture;
    mouse.moveForSure({ x: x - left, y: y - top }, { x: x + scrollX, y: y + scrollY });
    const button = BUTTONS[gesture.type];
    if (button !== undefined) {
      if (isBegin) {
        mouse.press(button);
      }
      if (isEnd || isTap) {
        mouse.release(button);
      }
    } else if (!isBegin) {
      // Fingers take the page along, a wheel the view; apart is nearer, which is up.
      const turn = notches.turn(-goneSince(gesture));
      if (gesture.type === 'pinch') {
        mouse.zoom(turn);
      } else {
        mouse.scroll(turn);
      }
    }
  }

  for (const type of ['gesturestart', 'gesturemove', 'gestureend']) {
    canvas.addEventListener(type, hear);
  }
}
