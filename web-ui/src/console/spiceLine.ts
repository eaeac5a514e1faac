import { Constants } from '@spice-project/spice-html5/src/enums.js';
import type { SpiceCanvas } from '@spice-project/spice-html5/src/inputs.js';
import { SpiceMainConn } from '@spice-project/spice-html5/src/main.js';
import type { SpiceConn } from '@spice-project/spice-html5/src/spiceconn.js';
import { SpiceMiniData, SpiceMsgcKeyDown } from '@spice-project/spice-html5/src/spicemsg.js';
import { listenToChannels } from './spiceViewer';

/** What a page does about a SPICE session: its picture and keys come over channels of their own. */
interface Listener {
  open: () => void;
  /** A screen is there, first or in another size; the one before is gone. Nothing listens to it yet. */
  screen: (canvas: SpiceCanvas) => void;
  /** Of the whole session, once: by the close code of the first channel, or 1006 where a needed one broke without it. */
  closed: (code: number, words: string) => void;
  bytes: (count: number) => void;
}

/** How long a session's end, which closes all channels, may take to reach the first after one of the others. */
const GOODBYE_MILLIS = 1_000;
/** The viewer opens channels when the machine names them, and tells nobody. */
const LOOK_MILLIS = 1_000;

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
    listenToChannels(this.main, {
      lost: (channel) => this.lost(channel),
      shown: (canvas) => listener.screen(canvas),
    });
    this.main.ws.addEventListener('close', (event) => this.end(event.code, event.reason));
    this.look();
  }

  /** Whether keys get through. */
  get isOpen(): boolean {
    const { inputs } = this.main;
    return !this.hasEnded && inputs?.state === 'ready' && inputs.ws.readyState === WebSocket.OPEN;
  }

  /** Send a key by its scan code; without a way to the machine it is lost, as on a keyboard that is not plugged in. */
  key(code: number, isDown: boolean) {
    if (this.isOpen) {
      const key = new SpiceMsgcKeyDown();
      key.code = code;
      const message = new SpiceMiniData();
      message.build_msg(
        isDown ? Constants.SPICE_MSGC_INPUTS_KEY_DOWN : Constants.SPICE_MSGC_INPUTS_KEY_UP,
        key,
      );
      this.main.inputs?.send_msg(message);
    }
  }

  /** Leave it; nothing more is told of it. */
  stop() {
    this.hasEnded = true;
    this.forgetTimers();
    this.main.stop();
  }

  /** A channel has broken, or never came to be. Without a picture or keys there is no console; sounds can be missed. */
  private lost(channel: SpiceConn) {
    const isNeeded = [this.main, this.main.display, this.main.inputs].includes(channel);
    if (isNeeded && !this.hasEnded && this.ending === undefined) {
      this.ending = setTimeout(() => this.end(1006, ''), GOODBYE_MILLIS);
    }
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
