import {
  handle_contextmenu,
  handle_mousedown,
  handle_mousemove,
  handle_mouseup,
  handle_mousewheel,
} from '@spice-project/spice-html5/src/inputs.js';
import type { SpiceCanvas } from '@spice-project/spice-html5/src/inputs.js';

interface Size {
  width: number;
  height: number;
}

/**
 * Where a machine is pointed at, on a screen that is shown at another size, as large as fits in the middle.
 *
 * @param x in pixels of the page, from the left of what the screen is shown in
 * @return in pixels of the screen, on it also where the pointer is beside it
 */
export function onScreen({ x, y }: { x: number; y: number }, shown: Size, screen: Size) {
  const scale = Math.min(shown.width / screen.width, shown.height / screen.height) || 1;
  const place = (at: number, within: number, size: number) =>
    Math.min(Math.max(Math.floor((at - (within - size * scale) / 2) / scale), 0), size - 1);
  return { x: place(x, shown.width, screen.width), y: place(y, shown.height, screen.height) };
}

/** The viewer's own handlers, for a screen of any size, whose pointer may leave it with a button down. */
export function givePointer(canvas: SpiceCanvas, isFocused: () => boolean) {
  canvas.addEventListener('mousemove', (event) => {
    const shown = { width: canvas.clientWidth, height: canvas.clientHeight };
    const { x, y } = onScreen({ x: event.offsetX, y: event.offsetY }, shown, canvas);
    handle_mousemove.call(canvas, {
      offsetX: x,
      offsetY: y,
      pageX: event.pageX,
      pageY: event.pageY,
      preventDefault: () => event.preventDefault(),
    });
  });
  canvas.addEventListener('pointerdown', (event) => canvas.setPointerCapture(event.pointerId));
  canvas.addEventListener('mousedown', (event) => {
    if (isFocused()) {
      canvas.focus({ preventScroll: true });
    }
    handle_mousedown.call(canvas, event);
  });
  canvas.addEventListener('mouseup', (event) => handle_mouseup.call(canvas, event));
  canvas.addEventListener('contextmenu', (event) => handle_contextmenu.call(canvas, event));
  canvas.addEventListener('wheel', (event) => handle_mousewheel.call(canvas, event));
}
