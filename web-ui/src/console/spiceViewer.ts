import { SpiceDisplayConn } from '@spice-project/spice-html5/src/display.js';
import type { SpiceCanvas } from '@spice-project/spice-html5/src/inputs.js';
import type { SpiceMainConn } from '@spice-project/spice-html5/src/main.js';
import { SpiceConn } from '@spice-project/spice-html5/src/spiceconn.js';

// What spice-html5 0.2 does not do, or does to the page, mended where it lets that be done.

/** Who hears of a session's channels, which the viewer opens by itself. */
interface Listener {
  /** This one has broken, or never came to be. */
  lost: (channel: SpiceConn) => void;
  /** A screen is there, which nothing listens to. */
  shown: (canvas: SpiceCanvas) => void;
}

const listeners = new WeakMap<SpiceConn, Listener>();

/** Hear of all channels of the session but the first, which has listeners of its own. */
export function listenToChannels(main: SpiceMainConn, listener: Listener) {
  listeners.set(main, listener);
}

// It hands its listener to the first channel alone; the others throw at the page what happens to them.
SpiceConn.prototype.onerror = function (this: SpiceConn) {
  if (this.parent !== undefined) {
    listeners.get(this.parent)?.lost(this);
  }
};

// Its keys go by what the browser's layout gives, with a dialog for those that it does not know, and its screen takes
// the focus wherever the pointer passes.
SpiceDisplayConn.prototype.hook_events = function (this: SpiceDisplayConn) {
  const canvas = this.primary_surface === undefined ? undefined : this.surfaces[this.primary_surface]?.canvas;
  if (canvas !== undefined && this.parent !== undefined) {
    canvas.sc = this.parent;
    listeners.get(this.parent)?.shown(canvas);
  }
};

// It looks for what it has shown by an id, which another session in the page has as well.
SpiceDisplayConn.prototype.delete_surface = function (this: SpiceDisplayConn, surface: number) {
  this.surfaces[surface]?.canvas.remove();
  if (this.primary_surface === surface) {
    this.primary_surface = undefined;
  }
  Reflect.deleteProperty(this.surfaces, surface);
};

/** Of a key of 1,024 bits, as all servers have. */
const TICKET_BYTES = 128;
const sendTicket = SpiceConn.prototype.send_ticket;

// It writes the encrypted ticket as a number, without the zeroes that one in 256 begins with; servers deny those.
SpiceConn.prototype.send_ticket = function (this: SpiceConn, ticket: number[]) {
  const missing = Math.max(0, TICKET_BYTES - ticket.length);
  sendTicket.call(this, [...new Array<number>(missing).fill(0), ...ticket]);
};
