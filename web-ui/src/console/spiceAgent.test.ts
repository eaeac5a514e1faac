import { beforeEach, expect, test, vi } from 'vitest';
import { SpiceAgent } from './spiceAgent';

const BY_DEMAND = 1 << 5;
const CRLF = 1 << 9;

const listener = { reads: vi.fn(), send: vi.fn(), takesCopies: vi.fn(), copied: vi.fn(), shares: vi.fn() };
let agent: SpiceAgent;

beforeEach(() => {
  vi.resetAllMocks();
  listener.takesCopies.mockReturnValue(true);
  listener.reads.mockReturnValue(true);
  agent = new SpiceAgent(listener);
});

function numbers(...all: number[]) {
  return all.flatMap((one) => [one & 0xff, (one >> 8) & 0xff, (one >> 16) & 0xff, one >>> 24]);
}

const utf8 = (text: string) => [...new TextEncoder().encode(text)];

function message(type: number, data: number[], protocol = 1) {
  return [...numbers(protocol, type, 0, 0, data.length), ...data];
}

function says(...bytes: number[]) {
  agent.take(Uint8Array.from(bytes).buffer);
}

/** What was sent: types, and what they hold. */
function sent(): [number, number[]][] {
  return listener.send.mock.calls.map(([type, data]) => [type as number, [...(data as Uint8Array)]]);
}

const announce = (caps: number, asksBack = 0) => message(6, numbers(asksBack, caps));
const clipboard = (text: string) => message(4, [...numbers(1), ...utf8(text)]);

test('an agent that asks back is told what the page can: the clipboard, on demand and of no selection', () => {
  says(...announce(BY_DEMAND, 1));
  expect(sent()).toEqual([[6, numbers(0, 0b100111)]]);
  expect(listener.shares).toHaveBeenCalledExactlyOnceWith(true);
});

test('an agent that shares no clipboard is offered nothing', () => {
  says(...announce(0b111));
  expect(agent.offer('text')).toBe(false);
  expect(listener.shares).not.toHaveBeenCalled();
  expect(sent()).toEqual([]);
});

test('a text is offered, and handed over when the guest pastes', () => {
  says(...announce(BY_DEMAND));
  expect(agent.offer('grüße\nzwei')).toBe(true);
  expect(sent()).toEqual([[7, numbers(1)]]);
  says(...message(8, numbers(1)), ...message(8, numbers(1)));
  const handed = [4, [...numbers(1), ...utf8('grüße\nzwei')]];
  expect(sent().slice(1)).toEqual([handed, handed]);
});

test.each([
  ['a picture', () => says(...message(8, numbers(2)))],
  ['what was withdrawn', () => (agent.withdraw(), says(...message(8, numbers(1))))],
  ['what the guest has copied over', () => says(...message(7, numbers(2)), ...message(8, numbers(1)))],
])('nothing is handed over of %s', (_, ask) => {
  says(...announce(BY_DEMAND));
  agent.offer('secret');
  ask();
  expect(sent().at(-1)).toEqual([4, numbers(0)]);
});

test('what was withdrawn is released once', () => {
  says(...announce(BY_DEMAND));
  agent.withdraw();
  agent.offer('secret');
  agent.withdraw();
  agent.withdraw();
  expect(sent()).toEqual([
    [7, numbers(1)],
    [9, []],
  ]);
});

test('a text that was copied in the guest is fetched and told', () => {
  says(...announce(BY_DEMAND), ...message(7, numbers(2, 1)), ...message(9, []));
  expect(sent()).toEqual([[8, numbers(1)]]);
  says(...clipboard('aus dem Gast ✓'));
  expect(listener.copied).toHaveBeenCalledExactlyOnceWith('aus dem Gast ✓');
});

test('a text is not fetched where nobody wants it', () => {
  listener.takesCopies.mockReturnValue(false);
  says(...announce(BY_DEMAND), ...message(7, numbers(1)));
  expect(sent()).toEqual([]);
});

test('a guest that asks and asks, and reads nothing, is answered no more', () => {
  says(...announce(BY_DEMAND));
  agent.offer('text');
  listener.reads.mockReturnValue(false);
  says(...message(8, numbers(1)), ...message(7, numbers(1)), ...announce(BY_DEMAND, 1));
  expect(sent()).toEqual([[7, numbers(1)]]);
});

test('a picture that was copied is not fetched, and one that comes is not told', () => {
  says(...announce(BY_DEMAND), ...message(7, numbers(2, 3)), ...message(4, [...numbers(2), 1, 2, 3]));
  expect(sent()).toEqual([]);
  expect(listener.copied).not.toHaveBeenCalled();
});

test('a guest that ends lines with CR LF gets and gives such', () => {
  says(...announce(BY_DEMAND | CRLF));
  agent.offer('one\ntwo\r\nthree');
  says(...message(8, numbers(1)), ...clipboard('a\r\nb'));
  expect(sent().at(-1)).toEqual([4, [...numbers(1), ...utf8('one\r\ntwo\r\nthree')]]);
  expect(listener.copied).toHaveBeenCalledExactlyOnceWith('a\nb');
});

test('messages are understood wherever they are cut', () => {
  const all = [...announce(BY_DEMAND), ...clipboard('first'), ...message(9, []), ...clipboard('second ✓')];
  for (const size of [1, 3, 7, 19, 20, 21, all.length]) {
    vi.resetAllMocks();
    agent = new SpiceAgent(listener);
    for (let at = 0; at < all.length; at += size) {
      says(...all.slice(at, at + size));
    }
    expect(listener.copied.mock.calls).toEqual([['first'], ['second ✓']]);
  }
});

test('a text that is too long is passed over, and what follows is understood', () => {
  const size = 16 * 1024 * 1024 + 1;
  says(...announce(BY_DEMAND), ...numbers(1, 4, 0, 0, size));
  agent.take(new ArrayBuffer(size - 5));
  says(0, 0, 0, 0, 0, ...clipboard('next'));
  expect(listener.copied).toHaveBeenCalledExactlyOnceWith('next');
});

test('a part of another protocol is left out', () => {
  says(...message(4, [...numbers(1), 65], 2), ...clipboard('lost with it'));
  says(...clipboard('next'));
  expect(listener.copied).toHaveBeenCalledExactlyOnceWith('next');
});

test('messages that are cut off by their sender are none', () => {
  says(
    ...announce(BY_DEMAND),
    ...message(7, [1, 0]),
    ...message(8, []),
    ...message(4, [1]),
    ...message(6, []),
  );
  expect(listener.copied).not.toHaveBeenCalled();
  expect(sent()).toEqual([[4, numbers(0)]]);
});

test('nothing of one agent is left for the next', () => {
  says(...announce(BY_DEMAND | CRLF), ...clipboard('half').slice(0, 22));
  agent.offer('secret');
  agent.gone();
  expect(listener.shares.mock.calls).toEqual([[true], [false]]);
  says(...announce(BY_DEMAND), ...message(8, numbers(1)), ...clipboard('whole\r\n'));
  expect(sent().at(-1)).toEqual([4, numbers(0)]);
  expect(listener.copied).toHaveBeenCalledExactlyOnceWith('whole\r\n');
});
