import { SpiceDisplayConn } from '@spice-project/spice-html5/src/display.js';
import { SpiceInputsConn } from '@spice-project/spice-html5/src/inputs.js';
import type { SpiceMainConn } from '@spice-project/spice-html5/src/main.js';
import { SpiceConn } from '@spice-project/spice-html5/src/spiceconn.js';
import type { SpiceMiniData } from '@spice-project/spice-html5/src/spicemsg.js';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SpiceLine } from './spiceLine';

// The viewer asks which browser this is when it is loaded.
vi.hoisted(() =>
  Object.defineProperty(globalThis, 'navigator', { value: { appName: '' }, configurable: true }),
);

/** A connection that does what the test says. */
class Socket extends EventTarget {
  static readonly OPEN = 1;
  static all: Socket[] = [];
  readonly binaryType = 'arraybuffer';
  readonly sent: number[][] = [];
  readyState = 0;
  /** What the viewer notes here. */
  parent: unknown;

  constructor(readonly url: string) {
    super();
    Socket.all.push(this);
  }

  send(data: ArrayBuffer) {
    this.sent.push([...new Uint8Array(data)]);
  }

  close() {
    this.readyState = 3;
  }

  breaks() {
    this.readyState = 3;
    this.dispatchEvent(new Event('error'));
    this.ends(1006, '');
  }

  ends(code: number, reason: string) {
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason }));
  }
}

const listener = {
  open: vi.fn(),
  screen: vi.fn(),
  closed: vi.fn(),
  bytes: vi.fn(),
  takesCopies: () => true,
  copied: vi.fn(),
  shares: vi.fn(),
};
let line: SpiceLine;
let keys: SpiceInputsConn;
/** What the machine has named, in the viewer's own hands. */
let first: Socket;
let display: Socket;
let inputs: Socket;
let sound: Socket;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('WebSocket', Socket);
  vi.resetAllMocks();
  vi.spyOn(console, 'log').mockReturnValue();
  Socket.all = [];
  line = new SpiceLine('wss://here/ws?token=1', 'screen', listener);
  const main = Socket.all[0]?.parent as SpiceMainConn;
  const options = { uri: 'wss://here/ws?token=1', parent: main };
  main.display = new SpiceDisplayConn(options);
  keys = new SpiceInputsConn(options);
  main.inputs = keys;
  new SpiceConn(options);
  [first, display, inputs, sound] = Socket.all as [Socket, Socket, Socket, Socket];
});

afterEach(() => {
  line.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a session is open when the machine takes keys, which may be after all else is there, and once', () => {
  for (const socket of [first, display, inputs]) {
    socket.dispatchEvent(new Event('open'));
  }
  expect(listener.open).not.toHaveBeenCalled();
  const lights = (type: number, lit: number) =>
    keys.process_channel_message({ type, data: Uint8Array.of(lit, 0).buffer } as SpiceMiniData);
  lights(101, 2);
  expect(listener.open).toHaveBeenCalledOnce();
  expect(line.locks).toBe(2);
  lights(102, 0);
  expect(listener.open).toHaveBeenCalledOnce();
});

test('a channel of picture or keys that breaks ends the session, once', () => {
  display.breaks();
  inputs.breaks();
  expect(listener.closed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(5_000);
  expect(listener.closed).toHaveBeenCalledExactlyOnceWith(1006, '');
});

test('what the platform says on the first channel counts, whichever channel ends first', () => {
  display.ends(4004, 'bob took over');
  first.ends(4004, 'bob took over');
  vi.advanceTimersByTime(5_000);
  expect(listener.closed).toHaveBeenCalledExactlyOnceWith(4004, 'bob took over');
});

test('a session goes on without sound', () => {
  sound.breaks();
  vi.advanceTimersByTime(5_000);
  expect(listener.closed).not.toHaveBeenCalled();
});

test('what is left is not told of, whatever is still connecting', () => {
  line.stop();
  display.breaks();
  inputs.breaks();
  sound.breaks();
  vi.advanceTimersByTime(5_000);
  expect(listener.closed).not.toHaveBeenCalled();
});

test('a machine that never answers is not waited for without end', () => {
  vi.advanceTimersByTime(60_000);
  expect(listener.closed).toHaveBeenCalledExactlyOnceWith(1006, '');
});

test('bytes of all channels are counted', () => {
  for (const socket of [first, display, inputs, sound]) {
    socket.dispatchEvent(new Event('open'));
    socket.dispatchEvent(Object.assign(new Event('message'), { data: new ArrayBuffer(3) }));
  }
  expect(listener.bytes.mock.calls).toEqual([[3], [3], [3], [3]]);
});

test('all channels are closed with the session, also those that open later', () => {
  sound.dispatchEvent(new Event('open'));
  line.stop();
  expect([first, display, inputs, sound].map((one) => one.readyState)).toEqual([3, 3, 3, 3]);

  const late = new SpiceConn({ uri: 'wss://here/ws?token=1', parent: first.parent as SpiceMainConn });
  const socket = late.ws as unknown as Socket;
  socket.dispatchEvent(new Event('open'));
  expect(socket.readyState).toBe(3);
});

test('what is no SPICE ends with what the viewer says of it, and is no broken line', () => {
  const main = first.parent as SpiceMainConn;
  main.state = 'error';
  main.onerror(new Error('Error: magic mismatch'));
  first.breaks();
  vi.advanceTimersByTime(5_000);
  expect(listener.closed).toHaveBeenCalledExactlyOnceWith(1002, 'Error: magic mismatch');
});

describe('a message that the viewer cannot read', () => {
  /** Draw anew what has no surface. */
  const unreadable = { type: 103 } as SpiceMiniData;
  const readable = { type: 102 } as SpiceMiniData;
  const screen = () => display.parent as SpiceDisplayConn;

  test('is left out', () => {
    expect(screen().process_channel_message(unreadable)).toBe(true);
    vi.advanceTimersByTime(5_000);
    expect(listener.closed).not.toHaveBeenCalled();
  });

  test('ends the session where it is one of many, and readable ones are none of them', () => {
    for (let count = 0; count < 30; count++) {
      screen().process_channel_message(count === 15 ? readable : unreadable);
    }
    vi.advanceTimersByTime(5_000);
    expect(listener.closed).not.toHaveBeenCalled();

    for (let count = 0; count < 10; count++) {
      screen().process_channel_message(unreadable);
    }
    vi.advanceTimersByTime(5_000);
    expect(listener.closed).toHaveBeenCalledExactlyOnceWith(1006, '');
  });

  test('is not one that forgets pictures before there are any, or draws one before there is a video', () => {
    screen().process_channel_message(readable);
    expect(screen()).toMatchObject({ streams: [], cache: {} });
  });
});

test('keys go over the channel of keys, once it is ready', () => {
  line.key(0x1e, true);
  expect(inputs.sent).toEqual([]);

  keys.state = 'ready';
  inputs.readyState = Socket.OPEN;
  line.key(0x48e0, true);
  line.key(0xc8e0, false);

  // SPICE's mini header: type (101 down, 102 up) in two bytes, size in four.
  expect(inputs.sent).toEqual([
    [101, 0, 4, 0, 0, 0, 0xe0, 0x48, 0, 0],
    [102, 0, 4, 0, 0, 0, 0xe0, 0xc8, 0, 0],
  ]);
});

test('lights of the keyboard go the same way', () => {
  keys.state = 'ready';
  inputs.readyState = Socket.OPEN;
  keys.keyboard_modifiers = 2;
  expect(line.locks).toBe(2);
  line.setLocks(4);
  expect(inputs.sent).toEqual([[103, 0, 2, 0, 0, 0, 4, 0]]);
});

test('a ticket that begins with zeroes is sent whole', () => {
  keys.send_ticket([7, ...new Array<number>(126).fill(9)]);

  // How it is encrypted, in four bytes, and 1,024 bits.
  expect(inputs.sent).toEqual([[1, 0, 0, 0, 0, 7, ...new Array<number>(126).fill(9)]]);
});

test('a screen is handed on, with nothing of the viewer listening to it, and taken away', () => {
  const canvas = { addEventListener: vi.fn(), remove: vi.fn(), removeAttribute: vi.fn() };
  const main = first.parent as SpiceMainConn;
  const { display } = main;
  Object.assign(display ?? {}, { primary_surface: 0, surfaces: { 0: { canvas, surface_id: 0 } } });

  display?.hook_events();
  expect(listener.screen).toHaveBeenCalledExactlyOnceWith(canvas);
  expect(canvas).toHaveProperty('sc', main);
  expect(canvas.addEventListener).not.toHaveBeenCalled();

  line.stop();
  expect(canvas.remove).toHaveBeenCalledOnce();
  expect(display?.surfaces).toEqual({});
});

describe("the guest's agent", () => {
  const BY_DEMAND = 1 << 5;
  const says = (bytes: number[]) =>
    (first.parent as SpiceMainConn).process_channel_message({
      type: 109,
      data: Uint8Array.from(bytes).buffer,
    } as SpiceMiniData);
  const message = (type: number, ...data: number[]) => [
    ...[1, 0, 0, 0, type, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, data.length, 0, 0, 0],
    ...data,
  ];
  const announced = message(6, 0, 0, 0, 0, BY_DEMAND, 0, 0, 0);
  const hasRoomFor = (count: number) =>
    (first.parent as SpiceMainConn).process_channel_message({
      type: 115,
      data: Uint8Array.of(count, 0, 0, 0).buffer,
    } as SpiceMiniData);

  beforeEach(() => {
    first.readyState = Socket.OPEN;
    hasRoomFor(2);
  });

  test('is told of the clipboard as soon as it is there', () => {
    // Start with as much room as there is (106), then what it says (107): its capabilities, asking back.
    expect(first.sent).toEqual([
      [106, 0, 4, 0, 0, 0, 255, 255, 255, 255],
      [107, 0, 28, 0, 0, 0, ...message(6, 1, 0, 0, 0, 0b100111, 0, 0, 0)],
    ]);
  });

  test('gets what is offered when it has room, and nothing of it when it is another', () => {
    says(announced);
    expect(listener.shares).toHaveBeenCalledExactlyOnceWith(true);
    line.offer('one');
    line.offer('two');
    expect(first.sent.slice(2)).toEqual([[107, 0, 24, 0, 0, 0, ...message(7, 1, 0, 0, 0)]]);

    (first.parent as SpiceMainConn).process_channel_message({ type: 108 } as SpiceMiniData);
    expect(listener.shares).toHaveBeenLastCalledWith(false);
    hasRoomFor(9);
    expect(first.sent.slice(3).map((one) => one[0])).toEqual([106, 107]);
  });

  test('tells what was copied, until the session is left', () => {
    says(announced);
    says(message(4, 1, 0, 0, 0, 0x68, 0x69));
    expect(listener.copied).toHaveBeenCalledExactlyOnceWith('hi');
    line.stop();
    says(message(4, 1, 0, 0, 0, 0x68, 0x69));
    expect(listener.copied).toHaveBeenCalledOnce();
  });
});
