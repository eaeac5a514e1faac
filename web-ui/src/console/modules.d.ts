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

declare module '@spice-project/spice-html5/src/main.js' {
  export class SpiceMainConn {
    constructor(options: {
      uri: string;
      screen_id: string;
      password: string;
      onerror: (error: unknown) => void;
      onsuccess: () => void;
    });
    readonly ws: WebSocket;
    readonly display?: { ws: WebSocket };
    readonly inputs?: { ws: WebSocket };
    readonly cursor?: { ws: WebSocket };
    stop(): void;
  }
}
