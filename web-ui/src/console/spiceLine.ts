import { SpiceMainConn } from '@spice-project/spice-html5/src/main.js';
import { SpiceConn } from '@spice-project/spice-html5/src/spiceconn.js';

/** What a page does about a SPICE session: its picture and keys come over channels of their own. */
interface Listener {
  open: () => void;
  /** Of the whole session, once: by the close code of the first channel, or 1006 where a needed one broke without it. */
  closed: (code: number, words: string) => void;
  bytes: (count: number) => void;
}

/** How long a session's end, which closes all channels, may take to reach the first after one of the others. */
const GOODBYE_MILLIS = 1_000;
/** The viewer opens channels when the machine names them, and tells nobody. */
const LOOK_MILLIS = 1_000;

const lines = new WeakMap<SpiceConn, SpiceLine>();

// The viewer hands its listener to the first channel alone; the others throw at the page what happens to them.
SpiceConn.prototype.onerror = function (this: SpiceConn) {
  if (this.parent !== undefined) {
    lines.get(this.parent)?.lost(this);
  }
};

/** A session of the SPICE viewer, with all its channels. */
export class SpiceLine {
  private readonly main: SpiceMainConn;
  private readonly counted = new WeakSet<WebSocket>();
  private readonly looking = setInterval(() => this.look(), LOOK_MILLIS);
  private ending: ReturnType<typeof setTimeout> | undefined;
  private hasEnded = false;

  /**
   * @param screenId of the element to show the screen in; one a session, since the viewer looks for it by this id
   */
  constructor(
    url: string,
    screenId: string,
    private readonly listener: Listener,
  ) {
    this.main = new SpiceMainConn({
      uri: url,
      screen_id: screenId,
      password: '',
      // An answer that is none of SPICE, or none at all, leaves the connection open.
      onerror: () => this.lost(this.main),
      onsuccess: () => listener.open(),
    });
    lines.set(this.main, this);
    this.main.ws.addEventListener('close', (event) => this.end(event.code, event.reason));
    this.look();
  }

  /** A channel has broken, or never came to be. Without a picture or keys there is no console; sounds can be missed. */
  lost(channel: SpiceConn) {
    const isNeeded = [this.main, this.main.display, this.main.inputs].includes(channel);
    if (isNeeded && !this.hasEnded && this.ending === undefined) {
      this.ending = setTimeout(() => this.end(1006, ''), GOODBYE_MILLIS);
    }
  }

  /** Leave it; nothing more is told of it. */
  stop() {
    this.hasEnded = true;
    this.forgetTimers();
    this.main.stop();
  }

  private end(code: number, words: string) {
    if (!this.hasEnded) {
      this.hasEnded = true;
      this.forgetTimers();
      this.listener.closed(code, words);
    }
  }

  private forgetTimers() {
    clearInterval(this.looking);
    clearTimeout(this.ending);
  }

  private look() {
    const { main } = this;
    for (const socket of [main, main.display, main.inputs, main.cursor].map((one) => one?.ws)) {
      if (socket !== undefined && !this.counted.has(socket)) {
        this.counted.add(socket);
        socket.addEventListener('message', (event) =>
          this.listener.bytes((event.data as ArrayBuffer).byteLength),
        );
      }
    }
  }
}
