import { beforeEach, expect, test } from 'vitest';
import { SerialSocket } from './serialSocket';

/** A web socket that does as it is told. */
class FakeSocket extends EventTarget {
  binaryType = '';
  readonly OPEN = 1;
  readyState = 0;
  sent = '';
  isClosed = false;

  constructor(readonly url: string) {
    super();
  }

  send(bytes: Uint8Array) {
    this.sent += new TextDecoder().decode(bytes);
  }

  close() {
    this.isClosed = true;
  }

  opens() {
    this.readyState = this.OPEN;
    this.dispatchEvent(new Event('open'));
  }

  prints(text: string) {
    this.dispatchEvent(new MessageEvent('message', { data: new TextEncoder().encode(text).buffer }));
  }

  breaks(code: number) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '' }));
  }
}

let sockets: FakeSocket[];
let printed: string;
let ends: number[];
let line: SerialSocket;

beforeEach(() => {
  sockets = [];
  printed = '';
  ends = [];
  line = new SerialSocket(
    {
      opened: () => undefined,
      closed: (code) => ends.push(code),
      received: (bytes) => (printed += new TextDecoder().decode(bytes)),
    },
    (url) => {
      const socket = new FakeSocket(url);
      sockets.push(socket);
      return socket as unknown as WebSocket;
    },
  );
});

function connect(url: string, isViewOnly = false): FakeSocket {
  line.connect(url, isViewOnly);
  const socket = sockets.at(-1);
  if (socket === undefined) {
    throw new Error('no socket');
  }
  socket.opens();
  return socket;
}

test('asks for the prompt at the first opening, and types nothing after a cut', () => {
  const first = connect('wss://first');
  expect(first.sent).toBe('\r');
  first.breaks(1006);
  line.connect(null, false);

  const second = connect('wss://second');
  line.send('ls');

  expect(second.sent).toBe('ls');
  expect(ends).toEqual([1006]);
});

test('hears no more of the line before', () => {
  const first = connect('wss://first');
  const second = connect('wss://second');

  first.prints('late');
  first.breaks(1000);
  second.prints('new');

  expect(first.isClosed).toBe(true);
  expect(printed).toBe('new');
  expect(ends).toEqual([]);
});

test('types nothing while looking only, and asks for the prompt once it may', () => {
  const looking = connect('wss://looking', true);
  line.send('ls');
  expect(looking.sent).toBe('');

  expect(connect('wss://typing').sent).toBe('\r');
});
