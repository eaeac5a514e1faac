/** What a terminal is told of its line. */
interface Told {
  opened: () => void;
  closed: (code: number, words: string) => void;
  received: (bytes: Uint8Array) => void;
}

/** A terminal's line, over reconnections. */
export class SerialSocket {
  private readonly encoder = new TextEncoder();
  private socket: WebSocket | null = null;
  private isViewOnly = false;
  private hasPrompt = false;

  constructor(
    private readonly told: Told,
    private readonly open: (url: string) => WebSocket,
  ) {}

  /** Go on at another address, or at none for now; nothing more is heard of the one before. */
  connect(url: string | null, isViewOnly: boolean) {
    this.leave();
    this.isViewOnly = isViewOnly;
    if (url === null) {
      return;
    }
    const own = this.open(url);
    own.binaryType = 'arraybuffer';
    const whileOwn = (call: () => void) => {
      if (this.socket === own) {
        call();
      }
    };
    own.addEventListener('open', () => whileOwn(() => this.opened()));
    own.addEventListener('message', (event) =>
      whileOwn(() => this.told.received(new Uint8Array(event.data as ArrayBuffer))),
    );
    own.addEventListener('close', (event) => whileOwn(() => this.told.closed(event.code, event.reason)));
    this.socket = own;
  }

  /** Whether what is sent arrives. */
  get isOpen(): boolean {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  send(text: string) {
    const { socket } = this;
    if (!this.isViewOnly && socket !== null && socket.readyState === socket.OPEN) {
      socket.send(this.encoder.encode(text));
    }
  }

  leave() {
    const left = this.socket;
    this.socket = null;
    left?.close();
  }

  private opened() {
    this.told.opened();
    // Nothing that was printed before is shown again, and this brings the prompt. After a cut it stands there, and
    // Enter may end a question, or a line, that is half typed.
    if (!this.hasPrompt && !this.isViewOnly) {
      this.hasPrompt = true;
      this.send('\r');
    }
  }
}
