import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope, type EffectScope } from 'vue';
import { Unreachable } from '@/api/http';
import type { Vm } from '@/api/types';
import { readQuery } from './listQuery';
import { useLiveList } from './liveList';

type Heard = (what: unknown) => void;
interface Page {
  list: Vm[];
  total: number;
}

const heard = new Map<string, Heard>();
const kept = new Map<string, Page>();
/** What was asked for, to be answered by the test. */
const asked: { answer: (page: Page) => void; fail: (why: Error) => void }[] = [];
let recalled: () => void;

vi.mock('@/api/stream', () => ({
  listen: (kind: string, listener: Heard) => {
    heard.set(kind, listener);
    return () => heard.delete(kind);
  },
}));
vi.mock('@/api/http', () => ({
  get: (_: string, { signal }: { signal: AbortSignal }) =>
    new Promise((answer, fail) => {
      asked.push({ answer, fail });
      signal.addEventListener('abort', () => fail(new Error('aborted')));
    }),
  Unreachable: class extends Error {},
}));
vi.mock('@/offline/lastKnown', () => ({
  shownSince: { value: null },
  ownShelf: () => ({
    keep: async (key: string, page: Page) => void kept.set(key, page),
    show: async (key: string, isWanted: () => boolean) => {
      await new Promise<void>((resolve) => (recalled = resolve));
      return isWanted() ? (kept.get(key) ?? null) : null;
    },
  }),
}));
vi.mock('@/shared/notice', () => ({ wordsOf: (failed: Error) => failed.message }));

const QUERY = readQuery({});
let scope: EffectScope;
let live: ReturnType<typeof useLiveList>;

beforeEach(() => {
  vi.useFakeTimers();
  asked.length = 0;
  kept.clear();
  scope = effectScope();
  live = scope.run(useLiveList) as ReturnType<typeof useLiveList>;
});

afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

const settle = () => vi.advanceTimersByTimeAsync(0);
const vm = (id: string, status: string) => ({ id, name: id, status, extra: {} }) as unknown as Vm;
const page = (...list: Vm[]): Page => ({ list, total: list.length });
const looks = () => live.list.value.map((one) => `${one.id} ${one.status}`);

test('a page that was asked for before a change does not have the last word', async () => {
  void live.read(QUERY);
  asked[0]?.answer(page(vm('a', 'stopped')));
  await settle();
  void live.read(QUERY);
  heard.get('vm')?.(vm('a', 'running'));
  asked[1]?.answer(page(vm('a', 'starting')));
  await settle();
  expect(looks()).toEqual(['a starting']);

  await vi.advanceTimersByTimeAsync(1_000);
  asked[2]?.answer(page(vm('a', 'running')));
  await settle();
  expect(looks()).toEqual(['a running']);
});

test('a change alone asks for nothing where it cannot change the order', async () => {
  void live.read(QUERY);
  asked[0]?.answer(page(vm('a', 'stopped')));
  await settle();
  heard.get('vm')?.(vm('a', 'running'));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(looks()).toEqual(['a running']);
  expect(asked).toHaveLength(1);
});

test('what was known does not take the place of an answer that comes while it is looked up', async () => {
  void live.read(QUERY);
  asked[0]?.answer(page(vm('a', 'stopped')));
  await settle();
  void live.read(QUERY);
  await vi.advanceTimersByTimeAsync(2_000);
  asked[1]?.answer(page(vm('a', 'running')));
  await settle();
  recalled();
  await settle();
  expect(looks()).toEqual(['a running']);
});

test('what was known is shown while nobody answers', async () => {
  void live.read(QUERY);
  asked[0]?.answer(page(vm('a', 'stopped')));
  await settle();
  live.list.value = [];
  void live.read(QUERY);
  asked[1]?.fail(new Unreachable('away'));
  await settle();
  recalled();
  await settle();
  expect(looks()).toEqual(['a stopped']);
  expect(live.problem.value).toBeNull();
});
