import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope, nextTick, ref } from 'vue';
import type { EffectScope } from 'vue';
import { useVmEvents } from './vmEvents';

interface Options {
  path: { vmId: string };
  query: { page: number };
}

const asked: (Options & { answer: (ids: string[]) => void; fail: () => void })[] = [];
const { isReachable, showFailure } = await vi.hoisted(async () => {
  const vue = await import('vue');
  return { isReachable: vue.ref(true), showFailure: vi.fn() };
});

vi.mock('@/api/http', () => ({
  isReachable,
  get: (_: string, options: Options) =>
    new Promise((resolve, reject) => {
      asked.push({
        ...options,
        answer: (ids) =>
          resolve({ list: ids.map((eventId) => ({ extra: { eventId } })), total: ids.length + 40 }),
        fail: () => reject(new Error('away')),
      });
    }),
}));
vi.mock('@/shared/notice', () => ({ showFailure }));

const vmId = ref('vm-1');
const latest = ref('a');
let scope: EffectScope;

beforeEach(() => {
  asked.length = 0;
  showFailure.mockClear();
  isReachable.value = true;
  vmId.value = 'vm-1';
  latest.value = 'a';
  scope = effectScope();
});
afterEach(() => scope.stop());

function events() {
  const live = scope.run(() =>
    useVmEvents(
      () => vmId.value,
      () => latest.value,
    ),
  );
  if (live === undefined) {
    throw new Error('the scope has ended');
  }
  return live;
}

function answer(at: number, ids: string[]) {
  asked[at]?.answer(ids);
}

function fail(at: number) {
  asked[at]?.fail();
}

async function settle() {
  await nextTick();
  await new Promise((resolve) => setImmediate(resolve));
}

const ids = (live: ReturnType<typeof events>) => live.list.value?.map((one) => one.extra.eventId);

test('takes a failed read for no answer, not for an answer without events', async () => {
  const live = events();
  fail(0);
  await settle();

  expect(live.list.value).toBeNull();
  expect(live.isUnread.value).toBe(true);
  expect(showFailure).toHaveBeenCalledOnce();
});

test('keeps what was read when reading it again fails, and says that it may not be all', async () => {
  const live = events();
  answer(0, ['a']);
  await settle();
  latest.value = 'b';
  await settle();
  fail(1);
  await settle();

  expect(ids(live)).toEqual(['a']);
  expect(live.isUnread.value).toBe(true);
});

test('reads again once somebody answers', async () => {
  const live = events();
  isReachable.value = false;
  fail(0);
  await settle();
  isReachable.value = true;
  await settle();
  answer(1, ['a']);
  await settle();

  expect(ids(live)).toEqual(['a']);
  expect(live.isUnread.value).toBe(false);
});

test('is not set back by an older answer that arrives last', async () => {
  const live = events();
  latest.value = 'b';
  await settle();
  answer(1, ['b', 'a']);
  await settle();
  answer(0, ['a']);
  await settle();

  expect(ids(live)).toEqual(['b', 'a']);
});

test('never shows the events of another machine or page', async () => {
  const live = events();
  answer(0, ['a']);
  await settle();
  live.page.value = 2;
  await settle();
  expect(live.list.value).toBeNull();
  answer(1, ['old']);
  await settle();

  vmId.value = 'vm-2';
  await settle();
  expect(live.list.value).toBeNull();
  expect(asked.at(-1)).toMatchObject({ path: { vmId: 'vm-2' }, query: { page: 1 } });
});
