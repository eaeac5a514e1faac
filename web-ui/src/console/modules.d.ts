declare module '@novnc/novnc' {
  export default class RFB extends EventTarget {
    constructor(
      target: HTMLElement,
      urlOrChannel: string | WebSocket,
      options?: { shared?: boolean; wsProtocols?: string[] },
    );
    viewOnly: boolean;
    scaleViewport: boolean;
    resizeSession: boolean;
    clipViewport: boolean;
    dragViewport: boolean;
    focusOnClick: boolean;
    background: string;
    disconnect(): void;
    focus(options?: FocusOptions): void;
    blur(): void;
    sendKey(keysym: number, code: string, down?: boolean): void;
    clipboardPasteFrom(text: string): void;
    toBlob(callback: (blob: Blob) => void, type?: string): void;
  }
}

declare module 'novnc-gestures' {
  /** Makes gestures out of touches, and tells the element of them: gesturestart, gesturemove, gestureend. */
  export default class GestureHandler {
    attach(target: HTMLElement): void;
    detach(): void;
  }
}

declare module '@spice-project/spice-html5/src/spiceconn.js' {
  import type { SpiceMainConn } from '@spice-project/spice-html5/src/main.js';
  import type { SpiceMiniData } from '@spice-project/spice-html5/src/spicemsg.js';

  /** A channel of a session. */
  export class SpiceConn {
    constructor(options: { uri: string; parent?: SpiceMainConn });
    readonly ws: WebSocket;
    /** Of all channels but the first: the first. */
    readonly parent?: SpiceMainConn;
    /** From "connecting" by way of "ready" to "closing" or "error". */
    state: string;
    onerror: (error: unknown) => void;
    send_hdr(): void;
    /** @param ticket a byte each */
    send_ticket(ticket: number[]): void;
    send_msg(message: SpiceMiniData): void;
    process_channel_message(message: SpiceMiniData): boolean;
    log_err(...words: string[]): void;
    cleanup(): void;
  }
}

declare module '@spice-project/spice-html5/src/main.js' {
  import type { SpiceDisplayConn } from '@spice-project/spice-html5/src/display.js';
  import type { SpiceInputsConn } from '@spice-project/spice-html5/src/inputs.js';
  import type { SpiceMiniData, Writable } from '@spice-project/spice-html5/src/spicemsg.js';
  import { SpiceConn } from '@spice-project/spice-html5/src/spiceconn.js';

  export class SpiceMainConn extends SpiceConn {
    constructor(options: {
      uri: string;
      screen_id: string;
      password: string;
      onerror: (error: unknown) => void;
    });
    display?: SpiceDisplayConn;
    inputs?: SpiceInputsConn;
    /** Messages to the guest's agent that it has no room for yet. */
    agent_msg_queue: SpiceMiniData[];
    /** @param asksBack 1 to be told the agent's, else 0 */
    announce_agent_capabilities(asksBack: number): void;
    /** Sent when there is an agent with room for it. */
    send_agent_message(type: number, message: Writable): void;
    stop(): void;
  }
}

declare module '@spice-project/spice-html5/src/display.js' {
  import type { SpiceCanvas } from '@spice-project/spice-html5/src/inputs.js';
  import { SpiceConn } from '@spice-project/spice-html5/src/spiceconn.js';

  export class SpiceDisplayConn extends SpiceConn {
    primary_surface?: number;
    surfaces: Record<number, { canvas: SpiceCanvas } | undefined>;
    /** Videos, by their number. */
    streams?: object[];
    /** Pictures that the machine will draw again. */
    cache?: object;
    hook_events(): void;
    delete_surface(surface: number): void;
    destroy_surfaces(): void;
  }
}

declare module '@spice-project/spice-html5/src/cursor.js' {
  import { SpiceConn } from '@spice-project/spice-html5/src/spiceconn.js';

  export class SpiceCursorConn extends SpiceConn {}
}

declare module '@spice-project/spice-html5/src/inputs.js' {
  import type { SpiceMainConn } from '@spice-project/spice-html5/src/main.js';
  import { SpiceConn } from '@spice-project/spice-html5/src/spiceconn.js';

  export class SpiceInputsConn extends SpiceConn {
    /** The lights of the machine's keyboard. */
    keyboard_modifiers?: number;
    /** How many places of the pointer the machine has not confirmed; with eight no more are sent. */
    waiting_for_ack: number;
  }

  /** A screen, which knows its session. */
  export interface SpiceCanvas extends HTMLCanvasElement {
    sc: SpiceMainConn;
  }
  type Handler<E> = (this: SpiceCanvas, event: E) => void;
  export const handle_mousemove: Handler<
    Pick<MouseEvent, 'offsetX' | 'offsetY' | 'pageX' | 'pageY' | 'preventDefault'>
  >;
  export const handle_mousedown: Handler<Pick<MouseEvent, 'button' | 'preventDefault'>>;
  export const handle_mouseup: Handler<Pick<MouseEvent, 'button' | 'preventDefault'>>;
  export const handle_mousewheel: Handler<Pick<WheelEvent, 'deltaY' | 'preventDefault'>>;
}

declare module '@spice-project/spice-html5/src/spicemsg.js' {
  export interface Writable {
    buffer_size(): number;
    to_buffer(buffer: ArrayBuffer, at?: number): void;
  }
  export class SpiceMsgcKeyDown implements Writable {
    code: number;
    buffer_size(): number;
    to_buffer(buffer: ArrayBuffer): void;
  }
  export class SpiceMiniData {
    type: number;
    data: ArrayBuffer;
    build_msg(type: number, what: Writable): void;
  }
}

declare module '@spice-project/spice-html5/src/enums.js' {
  export const Constants: {
    SPICE_MSGC_INPUTS_KEY_DOWN: number;
    SPICE_MSGC_INPUTS_KEY_UP: number;
    SPICE_MSGC_INPUTS_KEY_MODIFIERS: number;
    SPICE_MSG_MAIN_AGENT_DISCONNECTED: number;
    SPICE_MSG_MAIN_AGENT_DATA: number;
  };
}
