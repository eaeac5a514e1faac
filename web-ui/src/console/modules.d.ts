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

declare module '@spice-project/spice-html5/src/spiceconn.js' {
  import type { SpiceMainConn } from '@spice-project/spice-html5/src/main.js';

  /** A channel of a session. */
  export class SpiceConn {
    constructor(options: { uri: string; parent?: SpiceMainConn });
    readonly ws: WebSocket;
    /** Of all channels but the first: the first. */
    readonly parent?: SpiceMainConn;
    onerror: (error: unknown) => void;
  }
}

declare module '@spice-project/spice-html5/src/main.js' {
  import type { SpiceConn } from '@spice-project/spice-html5/src/spiceconn.js';

  export class SpiceMainConn extends SpiceConn {
    constructor(options: {
      uri: string;
      screen_id: string;
      password: string;
      onerror: (error: unknown) => void;
      onsuccess: () => void;
    });
    display?: SpiceConn;
    inputs?: SpiceConn;
    cursor?: SpiceConn;
    stop(): void;
  }
}
