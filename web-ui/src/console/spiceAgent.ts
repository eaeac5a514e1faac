// The clipboard as the guest's SPICE agent shares it; words and numbers are those of spice-protocol's vd_agent.h.

const PROTOCOL = 1;
const HEADER_BYTES = 20;

const CLIPBOARD = 4;
export const ANNOUNCE_CAPABILITIES = 6;
const CLIPBOARD_GRAB = 7;
const CLIPBOARD_REQUEST = 8;
const CLIPBOARD_RELEASE = 9;

const NOTHING = 0;
const UTF8_TEXT = 1;

const MOUSE_STATE = 1 << 0;
const MONITORS_CONFIG = 1 << 1;
const REPLY = 1 << 2;
const CLIPBOARD_BY_DEMAND = 1 << 5;
const GUEST_LINEEND_CRLF = 1 << 9;

/** What this viewer can. Selections of X are left out, so that an agent speaks of the one clipboard that all know. */
export const OWN_CAPABILITIES = MOUSE_STATE | MONITORS_CONFIG | REPLY | CLIPBOARD_BY_DEMAND;

/** Longer ones are passed over, since the page holds them whole; in bytes. */
const LONGEST_MESSAGE = 16 * 1024 * 1024;

const MOST_TYPES = 32;

interface Listener {
  /** Whether it reads what it is sent; else it is sent nothing more. */
  reads: () => boolean;
  /** Send to the agent: the type of the message, and what it holds. */
  send: (type: number, data: Uint8Array) => void;
  /** Whether a text that is copied in the guest is wanted. */
  takesCopies: () => boolean;
  /** Something was copied in the guest. */
  copied: (text: string) => void;
  /** Whether the guest has an agent that shares its clipboard, whenever that changes. */
  shares: (now: boolean) => void;
}

/** The agent of a guest, which comes with the session of a person there and may go before it. */
export class SpiceAgent {
  private readonly incoming = new Messages((type, data) => this.understand(type, data));
  private hasClipboard = false;
  private endsLinesWithCr = false;
  /** What is offered to the guest; null for nothing. */
  private offered: Uint8Array | null = null;

  constructor(private readonly listener: Listener) {}

  /** A part of what the agent says. */
  take(part: ArrayBuffer) {
    this.incoming.take(new Uint8Array(part));
  }

  /** The agent is there no more, or is another one. */
  gone() {
    this.incoming.forget();
    this.offered = null;
    this.setClipboard(false);
  }

  /** Offer a text to the guest, which fetches it when somebody pastes there; false where it has no agent for that. */
  offer(text: string): boolean {
    if (this.hasClipboard) {
      const lines = this.endsLinesWithCr ? text.replace(/\r?\n/g, '\r\n') : text;
      this.offered = joined(numbers(UTF8_TEXT), new TextEncoder().encode(lines));
      this.listener.send(CLIPBOARD_GRAB, numbers(UTF8_TEXT));
    }
    return this.hasClipboard;
  }

  /** Offer nothing any more. */
  withdraw() {
    if (this.offered !== null) {
      this.offered = null;
      this.listener.send(CLIPBOARD_RELEASE, numbers());
    }
  }

  private understand(type: number, data: Uint8Array) {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const number = (index: number) =>
      view.byteLength < (index + 1) * 4 ? 0 : view.getUint32(index * 4, true);
    switch (type) {
      case ANNOUNCE_CAPABILITIES:
        if (number(0) !== 0 && this.listener.reads()) {
          this.listener.send(ANNOUNCE_CAPABILITIES, numbers(0, OWN_CAPABILITIES));
        }
        this.endsLinesWithCr = (number(1) & GUEST_LINEEND_CRLF) !== 0;
        this.setClipboard((number(1) & CLIPBOARD_BY_DEMAND) !== 0);
        break;
      case CLIPBOARD_GRAB:
        this.offered = null;
        if (types(view).includes(UTF8_TEXT) && this.listener.takesCopies() && this.listener.reads()) {
          this.listener.send(CLIPBOARD_REQUEST, numbers(UTF8_TEXT));
        }
        break;
      case CLIPBOARD_REQUEST:
        this.hand(number(0) === UTF8_TEXT ? this.offered : null);
        break;
      case CLIPBOARD:
        if (number(0) === UTF8_TEXT) {
          const text = new TextDecoder().decode(data.subarray(4));
          this.listener.copied(this.endsLinesWithCr ? text.replaceAll('\r\n', '\n') : text);
        }
        break;
      default:
      // Of windows and files. What was copied stays good when the guest has released it.
    }
  }

  private hand(text: Uint8Array | null) {
    if (this.listener.reads()) {
      this.listener.send(CLIPBOARD, text ?? numbers(NOTHING));
    }
  }

  private setClipboard(now: boolean) {
    if (now !== this.hasClipboard) {
      this.hasClipboard = now;
      this.listener.shares(now);
    }
  }
}

/** Puts messages together, which may begin and end anywhere in the parts that come. */
class Messages {
  private readonly header = new Uint8Array(HEADER_BYTES);
  private body: Uint8Array | null = null;
  private filled = 0;
  private passedOver = 0;

  constructor(private readonly whole: (type: number, data: Uint8Array) => void) {}

  forget() {
    this.body = null;
    this.filled = 0;
    this.passedOver = 0;
  }

  take(part: Uint8Array) {
    let rest = part;
    while (rest.length > 0) {
      const room = this.passedOver || (this.body ?? this.header).length - this.filled;
      const next = rest.subarray(0, room);
      rest = rest.subarray(room);
      if (this.passedOver > 0) {
        this.passedOver -= next.length;
      } else if (!this.put(next)) {
        // Nothing says where the next message begins.
        this.forget();
        return;
      }
    }
  }

  /** Whether it can be understood. */
  private put(bytes: Uint8Array): boolean {
    (this.body ?? this.header).set(bytes, this.filled);
    this.filled += bytes.length;
    const header = new DataView(this.header.buffer);
    if (this.body === null && this.filled === HEADER_BYTES) {
      if (header.getUint32(0, true) !== PROTOCOL) {
        return false;
      }
      const size = header.getUint32(16, true);
      this.filled = 0;
      if (size > LONGEST_MESSAGE) {
        this.passedOver = size;
      } else {
        this.body = new Uint8Array(size);
      }
    }
    if (this.body?.length === this.filled) {
      const { body } = this;
      this.forget();
      this.whole(header.getUint32(4, true), body);
    }
    return true;
  }
}

function joined(first: Uint8Array, second: Uint8Array) {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** In which a copy can be had; there are five, and nobody reads a longer list. */
function types(view: DataView): number[] {
  const count = Math.min(Math.floor(view.byteLength / 4), MOST_TYPES);
  return Array.from({ length: count }, (_, index) => view.getUint32(index * 4, true));
}

/** Whole numbers of four bytes each. */
export function numbers(...all: number[]) {
  const bytes = new Uint8Array(all.length * 4);
  const view = new DataView(bytes.buffer);
  all.forEach((one, index) => view.setUint32(index * 4, one, true));
  return bytes;
}
