import { effectScope, ref } from 'vue';
import type { EffectScope } from 'vue';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { get, post, Refusal, Unreachable } from '@/api/http';
import { endSession } from '@/api/session';
import type { VmStatus } from '@/api/types';
import { useConsole } from './useConsole';
import type { Console } from './useConsole';

const platform = vi.hoisted(() => ({
  listeners: new Map<string, (what: unknown) => void>(),
  rights: ['vm:console:access'],
}));

vi.mock('@/api/http', () => {
  class Refusal extends Error {
    constructor(
      readonly code: number,
      message: string,
    ) {
      super(message);
    }
  }
  return { get: vi.fn(), post: vi.fn(), Refusal, Unreachable: class extends Error {} };
});
vi.mock('@/api/session', () => ({
  endSession: vi.fn(),
  session: { caller: { value: { username: 'alice' } }, may: (one: string) => platform.rights.includes(one) },
}));
vi.mock('@/api/stream', () => ({
  listen: (kind: string, listener: (what: unknown) => void) => {
    platform.listeners.set(kind, listener);
    return () => platform.listeners.delete(kind);
  },
}));
vi.mock('@/shared/i18n', () => ({ t: (key: string) => key }));
vi.mock('@/shared/language', () => ({ language: { value: 'en' } }));
vi.mock('@/shared/notice', () => ({ wordsOf: (failed: Error) => failed.message }));

interface Session {
  sessionId: string;
  username: string;
  protocol: string;
}

/** Sessions that are on the console, and why the last one ended, as the platform tells it. */
let sessions: Session[];
let lastEnded: { sessionId: string; reason: string; message: string } | null;
/** Of links, as {@code POST …/console} names them. */
let holder: { sessionId: string; username: string; connectTime: string } | null;
let links: number;
let scope: EffectScope;
let line: Console;
const status = ref<VmStatus | undefined>('running');

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }));
  vi.stubGlobal('location', { protocol: 'https:', host: 'console.example' });
  vi.mocked(endSession).mockReset();
  sessions = [];
  lastEnded = null;
  holder = null;
  links = 0;
  status.value = 'running';
  vi.mocked(post)
    .mockReset()
    .mockImplementation(answerPost as never);
  vi.mocked(get)
    .mockReset()
    .mockImplementation(answerGet as never);
});

afterEach(() => {
  scope.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function answerPost(path: string) {
  if (path.endsWith('/disconnect')) {
    sessions = [];
    return {};
  }
  links++;
  return { consoleUrl: `wss://elsewhere/ws?token=${links}`, protocol: 'vnc', extra: { holder } };
}

async function answerGet(path: string) {
  if (path.endsWith('/console/status')) {
    return { extra: { sessions, lastEnded } };
  }
  throw new Unreachable('away');
}

async function visit() {
  scope = effectScope();
  scope.run(() => {
    line = useConsole({
      vmId: () => 'vm-1',
      protocol: () => 'vnc',
      status: () => status.value,
      viewOnly: ref(false),
    });
  });
  await settle();
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const wait = (millis: number) => vi.advanceTimersByTimeAsync(millis);

const calls = (end: string) => vi.mocked(post).mock.calls.filter(([path]) => path.endsWith(end));

/** The viewer shows the session that is called so. */
async function show(sessionId: string) {
  sessions = [{ sessionId, username: 'alice', protocol: 'vnc' }];
  await line.opened();
}

/** The connection ends, for the reason that the platform keeps. */
async function end(sessionId: string, code: number, reason: string) {
  sessions = [];
  lastEnded = { sessionId, reason, message: `${reason}.` };
  await line.closed(code, '');
}

test('throws nobody out again and again who comes back as well', async () => {
  await visit();
  await show('once-1');
  await end('once-1', 1011, 'LINE_LOST');
  await wait(1_000);
  expect(links).toBe(2);
  await show('once-2');

  await end('once-2', 1011, 'LINE_LOST');

  expect(line.phase.value).toEqual({ kind: 'ended', words: 'LINE_LOST.', offersTakeover: false });
  await wait(600_000);
  expect(links).toBe(2);
});

test('comes back once more to a line that lasted', async () => {
  await visit();
  await show('lasting-1');
  await end('lasting-1', 1011, 'LINE_LOST');
  await wait(1_000);
  await show('lasting-2');
  await wait(60_000);

  await end('lasting-2', 1011, 'LINE_LOST');

  expect(line.phase.value.kind).toBe('pausing');
});

test('knows its own session although the next link comes before that is told', async () => {
  await visit();
  let tell: () => void = () => undefined;
  vi.mocked(get).mockImplementationOnce(
    () => new Promise<void>((resolve) => (tell = resolve)).then(() => answerGet('…/console/status')) as never,
  );
  sessions = [{ sessionId: 'quick', username: 'alice', protocol: 'vnc' }];
  void line.opened();
  holder = { sessionId: 'quick', username: 'alice', connectTime: '' };
  void line.connect();
  await settle();
  expect(line.url.value).toBeNull();

  tell();
  await settle();
  expect(calls('/disconnect')).toHaveLength(1);
  expect(line.url.value).not.toBeNull();
});

test('takes no session for its own that was there only after its own had ended', async () => {
  await visit();
  let tell: () => void = () => undefined;
  vi.mocked(get).mockImplementationOnce(
    () => new Promise<void>((resolve) => (tell = resolve)).then(() => answerGet('…/console/status')) as never,
  );
  void line.opened();
  // In another tab the same person has brought the console there.
  await line.closed(4004, 'alice took the console over');
  sessions = [{ sessionId: 'elsewhere', username: 'alice', protocol: 'vnc' }];
  holder = { sessionId: 'elsewhere', username: 'alice', connectTime: '' };
  void line.connect();
  await settle();
  tell();
  await settle();
  expect(calls('/disconnect')).toHaveLength(0);
  expect(line.phase.value).toMatchObject({ kind: 'held', isOwn: true });
});

test('waits longer from one short connection to the next', async () => {
  await visit();
  for (const pause of [1, 2, 4]) {
    await show(`short-${pause}`);
    await line.closed(1006, '');
    expect(line.phase.value).toMatchObject({ kind: 'pausing', seconds: pause });
    await wait(pause * 1_000);
  }
});

test('knows why a session ended that was never seen', async () => {
  await visit();
  await show('seen');
  await end('seen', 1011, 'MACHINE_MOVED');
  await wait(500);
  expect(links).toBe(2);

  await end('never-seen', 1011, 'NO_ANSWER');

  expect(line.phase.value).toMatchObject({ kind: 'pausing', words: 'NO_ANSWER.' });
});

test('takes the reason of an earlier session for no reason of this one', async () => {
  await visit();
  await show('earlier');
  await end('earlier', 1011, 'MACHINE_MOVED');
  await wait(500);

  await line.closed(1011, '');

  expect(line.phase.value).toMatchObject({ kind: 'ended', words: 'console.end.upstream' });
});

test.each([
  ['the network fails', new Unreachable('away')],
  ['too much is asked', new Refusal(42901, 'too many')],
])('signs nobody out because %s when the permission is asked for', async (_, failed) => {
  await visit();
  await show('withdrawn');
  vi.mocked(get).mockRejectedValue(failed);

  await line.closed(4001, 'withdrawn');

  expect(endSession).not.toHaveBeenCalled();
  expect(line.phase.value).toMatchObject({ kind: 'ended', words: 'withdrawn.' });
});

test('brings a session of the same person here, without the right to take over', async () => {
  holder = { sessionId: 'on-the-phone', username: 'alice', connectTime: '2025-08-01 10:40:00' };
  await visit();
  expect(line.phase.value).toMatchObject({ kind: 'held', isOwn: true });
  expect(calls('/disconnect')).toEqual([]);

  line.bringHere();
  await settle();

  expect(calls('/disconnect').map(([, options]) => (options as { body: unknown }).body)).toEqual([
    { sessionId: 'on-the-phone' },
  ]);
  expect(
    calls('/console').map(([, options]) => (options as { body: { takeover: boolean } }).body.takeover),
  ).toEqual([false, false]);
  expect(line.url.value).toBe('wss://console.example/ws?token=2&language=en');
});

test('ends nobody else’s session', async () => {
  holder = { sessionId: 'of-bob', username: 'bob', connectTime: '2025-08-01 10:40:00' };
  await visit();

  line.bringHere();
  await settle();

  expect(line.phase.value).toMatchObject({ kind: 'held', isOwn: false, holder: 'bob' });
  expect(calls('/disconnect')).toEqual([]);
});

/** Somebody waits for bob, of whose leaving the stream tells nothing. */
async function waitForBob() {
  holder = { sessionId: 'of-bob', username: 'bob', connectTime: '2025-08-01 10:40:00' };
  sessions = [{ sessionId: 'of-bob', username: 'bob', protocol: 'vnc' }];
  await visit();
}

function bobLeaves() {
  holder = null;
  sessions = [{ sessionId: 'of-carol', username: 'carol', protocol: 'serial' }];
}

test('asks at once whether somebody has left when a person waits', async () => {
  await waitForBob();
  bobLeaves();

  line.waitUntilFree();
  await settle();

  expect(line.url.value).not.toBeNull();
});

test('asks from time to time whether somebody has left', async () => {
  await waitForBob();
  line.waitUntilFree();
  await wait(20_000);
  expect(line.phase.value).toMatchObject({ kind: 'held', isWaiting: true });
  bobLeaves();

  await wait(15_000);

  expect(line.url.value).not.toBeNull();
});

test.each([
  ['reset', null],
  ['console', { vmId: 'vm-1', protocol: 'vnc', connected: false }],
])('hears from the stream (%s) that somebody has left', async (kind, what) => {
  await waitForBob();
  line.waitUntilFree();
  await settle();
  bobLeaves();

  platform.listeners.get(kind)?.(what);
  await settle();

  expect(line.url.value).not.toBeNull();
});
