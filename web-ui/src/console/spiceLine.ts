import { Constants } from '@spice-project/spice-html5/src/enums.js';
import type { SpiceCanvas } from '@spice-project/spice-html5/src/inputs.js';
import { SpiceMainConn } from '@spice-project/spice-html5/src/main.js';
import type { SpiceConn } from '@spice-project/spice-html5/src/spiceconn.js';
import { SpiceMiniData, SpiceMsgcKeyDown } from '@spice-project/spice-html5/src/spicemsg.js';
import { SpiceAgent } from './spiceAgent';
import { Bytes, listenToChannels } from './spiceViewer';

/** What a page does about a SPICE session: its picture and keys come over channels of their own. */
interface Listener {
  /** Once, when keys get through; the picture has a channel of its own, and may be there before or after. */
  open: () => void;
  /** A screen is there, first or in another size; the one before is gone. Nothing listens to it yet. */
  screen: (canvas: SpiceCanvas) => void;
  /**
   * Of the whole session, once: by the close code of the first channel; 1006 where a needed one broke without it; 1002
   * with the viewer's words where this is nothing that it can show.
   */
  closed: (code: number, words: string) => void;
  bytes: (count: number) => void;
  /** Whether a text that is copied in the guest is wanted. */
  takesCopies: () => boolean;
  /** Somebody copied a text in the guest. */
  copied: (text: string) => void;
  /** Whether the guest's agent shares its clipboard; not until it says so. */
  shares: (now: boolean) => void;
}

/** Messages to the agent, of two KiB each, that wait for it to read: 32 MiB. */
const MOST_WAITING = 16_384;

/** How long a session's end, which closes all channels, may take to reach the first after one of the others. */
const GOODBYE_MILLIS = 1_000;

/** A session of the SPICE viewer, with all its channels. */
export class SpiceLine {
  private readonly main: SpiceMainConn;
  private readonly channels = new Set<SpiceConn>();
  private ending: ReturnType<typeof setTimeout> | undefined;
  private hasOpened = false;
  private hasEnded = false;
  private readonly agent: SpiceAgent;

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
      onerror: (error) => this.failed(error),
    });
    listenToChannels(this.main, {
      opened: (channel) => this.opened(channel),
      lost: (channel) => this.lost(channel),
      shown: (canvas) => listener.screen(canvas),
      keysTaken: () => this.keysTaken(),
      agentSaid: (part) => this.agent.take(part),
      agentGone: () => this.agent.gone(),
    });
    this.agent = new SpiceAgent({
      send: (type, data) => this.main.send_agent_message(type, new Bytes(data)),
      reads: () => this.main.agent_msg_queue.length < MOST_WAITING,
      takesCopies: listener.takesCopies,
      copied: (text) => this.tell(() => listener.copied(text)),
      shares: (now) => this.tell(() => listener.shares(now)),
    });
    this.main.ws.addEventListener('close', (event) => this.end(event.code, event.reason));
  }

  /** Whether keys get through. */
  get isOpen(): boolean {
    const { inputs } = this.main;
    return !this.hasEnded && inputs?.state === 'ready' && inputs.ws.readyState === WebSocket.OPEN;
  }

  /** The lights of the machine's keyboard, as SPICE has them (spiceKeyboard.ts); undefined until it has told. */
  get locks(): number | undefined {
    return this.main.inputs?.keyboard_modifiers;
  }

  /** Send a key by its scan code; without a way to the machine it is lost, as on a keyboard that is not plugged in. */
  key(code: number, isDown: boolean) {
    const key = new SpiceMsgcKeyDown();
    key.code = code;
    this.send(isDown ? Constants.SPICE_MSGC_INPUTS_KEY_DOWN : Constants.SPICE_MSGC_INPUTS_KEY_UP, key);
  }

  /** Have the machine's keyboard show these lights. */
  setLocks(locks: number) {
    this.send(Constants.SPICE_MSGC_INPUTS_KEY_MODIFIERS, new Bytes(Uint8Array.of(locks & 0xff, locks >> 8)));
  }

  /** Offer a text to whoever pastes in the guest; false where its agent shares no clipboard, or is gone. */
  offer(text: string): boolean {
    return !this.hasEnded && this.agent.offer(text);
  }

  /** Offer nothing any more. */
  withdraw() {
    this.agent.withdraw();
  }

  /** Leave it; nothing more is told of it. */
  stop() {
    this.hasEnded = true;
    clearTimeout(this.ending);
    const { display } = this.main;
    this.main.stop();
    if (display !== undefined) {
      // Pictures that are decoded only then look for where they belong.
      display.surfaces = {};
    }
    this.channels.forEach((channel) => channel.cleanup());
  }

  private send(type: number, what: SpiceMsgcKeyDown | Bytes) {
    if (this.isOpen) {
      const message = new SpiceMiniData();
      message.build_msg(type, what);
      this.main.inputs?.send_msg(message);
    }
  }

  private keysTaken() {
    if (!this.hasOpened) {
      this.hasOpened = true;
      this.tell(this.listener.open);
    }
  }

  private tell(call: () => void) {
    if (!this.hasEnded) {
      call();
    }
  }

  private opened(channel: SpiceConn) {
    if (this.hasEnded) {
      channel.cleanup();
      return;
    }
    this.channels.add(channel);
    channel.ws.addEventListener('message', (event) =>
      this.listener.bytes((event.data as ArrayBuffer).byteLength),
    );
  }

  /** Of the first channel: a connection that broke, or an answer that leaves it open and is none of SPICE's good ones. */
  private failed(error: unknown) {
    if (this.main.state === 'error' && error instanceof Error) {
      this.end(1002, error.message);
    } else {
      this.lost(this.main);
    }
  }

  /** Without a picture or keys there is no console; sounds can be missed. */
  private lost(channel: SpiceConn) {
    const needed: (SpiceConn | undefined)[] = [this.main, this.main.display, this.main.inputs];
    if (needed.includes(channel) && !this.hasEnded && this.ending === undefined) {
      this.ending = setTimeout(() => this.end(1006, ''), GOODBYE_MILLIS);
    }
  }

  private end(code: number, words: string) {
    if (!this.hasEnded) {
      this.hasEnded = true;
      clearTimeout(this.ending);
      this.listener.closed(code, words);
    }
  }
}
