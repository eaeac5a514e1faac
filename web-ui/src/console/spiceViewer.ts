import { SpiceCursorConn } from '@spice-project/spice-html5/src/cursor.js';
import { SpiceDisplayConn } from '@spice-project/spice-html5/src/display.js';
import { Constants } from '@spice-project/spice-html5/src/enums.js';
import { SpiceInputsConn } from '@spice-project/spice-html5/src/inputs.js';
import type { SpiceCanvas } from '@spice-project/spice-html5/src/inputs.js';
import { SpiceMainConn } from '@spice-project/spice-html5/src/main.js';
import { SpiceConn } from '@spice-project/spice-html5/src/spiceconn.js';
import type { SpiceMiniData } from '@spice-project/spice-html5/src/spicemsg.js';
import { ANNOUNCE_CAPABILITIES, OWN_CAPABILITIES, numbers } from './spiceAgent';

// What spice-html5 0.2 does not do, or does to the page, mended where it lets that be done.

/** Who hears of a session's channels, which the viewer opens by itself. */
interface Listener {
  /** This one has a connection from now on. */
  opened: (channel: SpiceConn) => void;
  /** This one has broken, or never came to be. */
  lost: (channel: SpiceConn) => void;
  /** A screen is there, which nothing listens to. */
  shown: (canvas: SpiceCanvas) => void;
  /** The machine takes keys, and has told the lights of its keyboard; told again with every change of them. */
  keysTaken: () => void;
  /** The guest's agent says a part of something. */
  agentSaid: (part: ArrayBuffer) => void;
  /** There is no agent any more. */
  agentGone: () => void;
}

const listeners = new WeakMap<SpiceConn, Listener>();

/** Hear of all channels of the session; of the first alone the end and the errors are told by itself. */
export function listenToChannels(main: SpiceMainConn, listener: Listener) {
  listeners.set(main, listener);
}

function listenerOf(channel: SpiceConn) {
  return listeners.get(channel.parent ?? channel);
}

const sendHeader = SpiceConn.prototype.send_hdr;

// The first thing that it does on a connection. It forgets the channel of the cursor where there is one of sound.
SpiceConn.prototype.send_hdr = function (this: SpiceConn) {
  sendHeader.call(this);
  listenerOf(this)?.opened(this);
};

// It hands its listener to the first channel alone; the others throw at the page what happens to them.
SpiceConn.prototype.onerror = function (this: SpiceConn) {
  listenerOf(this)?.lost(this);
};

// Its keys go by what the browser's layout gives, with a dialog for those that it does not know, and its screen takes
// the focus wherever the pointer passes.
SpiceDisplayConn.prototype.hook_events = function (this: SpiceDisplayConn) {
  const canvas = this.primary_surface === undefined ? undefined : this.surfaces[this.primary_surface]?.canvas;
  if (canvas !== undefined && this.parent !== undefined) {
    canvas.sc = this.parent;
    // It is the same in all sessions of the page.
    canvas.removeAttribute('id');
    listenerOf(this)?.shown(canvas);
  }
};

// It looks for what it has shown by that id.
SpiceDisplayConn.prototype.delete_surface = function (this: SpiceDisplayConn, surface: number) {
  this.surfaces[surface]?.canvas.remove();
  if (this.primary_surface === surface) {
    this.primary_surface = undefined;
  }
  Reflect.deleteProperty(this.surfaces, surface);
};

/** What the viewer puts into a message. */
export class Bytes {
  constructor(private readonly bytes: Uint8Array) {}

  buffer_size() {
    return this.bytes.length;
  }

  to_buffer(buffer: ArrayBuffer, at = 0) {
    new Uint8Array(buffer, at).set(this.bytes);
  }
}

// It says that it shares no clipboard, and takes the parts of a message for messages.
SpiceMainConn.prototype.announce_agent_capabilities = function (this: SpiceMainConn, asksBack: number) {
  this.send_agent_message(ANNOUNCE_CAPABILITIES, new Bytes(numbers(asksBack, OWN_CAPABILITIES)));
};

/** Whether a message was one of the agent's, and is told. */
function tellAgent(channel: SpiceConn, message: SpiceMiniData) {
  if (!(channel instanceof SpiceMainConn)) {
    return false;
  }
  if (message.type === Constants.SPICE_MSG_MAIN_AGENT_DISCONNECTED) {
    // What is left of a message says nothing to the next agent.
    channel.agent_msg_queue = [];
    listenerOf(channel)?.agentGone();
  }
  if (message.type !== Constants.SPICE_MSG_MAIN_AGENT_DATA) {
    return false;
  }
  listenerOf(channel)?.agentSaid(message.data);
  return true;
}

/** Of a key of 1,024 bits, as all servers have. */
const TICKET_BYTES = 128;
const sendTicket = SpiceConn.prototype.send_ticket;

// It writes the encrypted ticket as a number, without the zeroes that one in 256 begins with; servers deny those.
SpiceConn.prototype.send_ticket = function (this: SpiceConn, ticket: number[]) {
  const missing = Math.max(0, TICKET_BYTES - ticket.length);
  sendTicket.call(this, [...new Array<number>(missing).fill(0), ...ticket]);
};

/** Of one channel, one after the other; then there is more wrong than a part of the picture. */
const MOST_UNREADABLE = 20;
const unreadable = new WeakMap<SpiceConn, number>();

/**
 * A message that it cannot read is left out: what it throws would be read as a part of it with all that comes after,
 * and the machine would wait without end for an answer.
 */
for (const { prototype } of [SpiceMainConn, SpiceDisplayConn, SpiceInputsConn, SpiceCursorConn]) {
  const process = prototype.process_channel_message;
  prototype.process_channel_message = function (this: SpiceConn, message: SpiceMiniData) {
    prepare(this);
    try {
      const isKnown = tellAgent(this, message) || process.call(this, message);
      unreadable.delete(this);
      if (this instanceof SpiceInputsConn) {
        listenerOf(this)?.keysTaken();
      }
      return isKnown;
    } catch (failed) {
      const count = (unreadable.get(this) ?? 0) + 1;
      unreadable.set(this, count);
      this.log_err(`message ${message.type}: ${String(failed)}`);
      if (count === MOST_UNREADABLE) {
        this.onerror(failed);
      }
      return true;
    }
  };
}

/** Pictures in JPEG come before there is a video, and others are forgotten before any was kept. */
function prepare(channel: SpiceConn) {
  if (channel instanceof SpiceDisplayConn) {
    channel.streams ??= [];
    channel.cache ??= {};
  }
}
