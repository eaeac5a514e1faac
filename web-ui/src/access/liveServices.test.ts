import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope, nextTick, ref, type EffectScope } from 'vue';
import type { AccessService, ServiceGone } from '@/api/types';
import { Unreachable } from '@/api/http';
import { showFailure } from '@/shared/notice';
import { useLiveServices } from './liveServices';

type Heard = (what: AccessService | ServiceGone | null) => void;

const heard = new Map<string, Heard>();
const kept = new Map<string, unknown>();
const lists = vi.fn<(path: string, options: { path: { vmId: string } }) => Promise<AccessService[]>>();

vi.mock('@/api/stream', () => ({
  listen: (kind: string, listener: Heard) => {
    heard.set(kind, listener);
    return () => heard.delete(kind);
  },
}));
vi.mock('@/api/http', () => ({
  get: (path: string, options: { path: { vmId: string } }) => lists(path, options),
  Unreachable: class extends Error {},
}));
vi.mock('@/offline/lastKnown', () => ({
  shownSince: { value: null },
  ownShelf: () => ({
    keep: async (key: string, what: unknown) => void kept.set(key, what),
    show: async (key: string, isWanted: () => boolean) => (isWanted() ? (kept.get(key) ?? null) : null),
  }),
}));
vi.mock('@/shared/notice', () => ({ showFailure: vi.fn() }));

let scope: EffectScope;
const vmId = ref('vm-1');

beforeEach(() => {
  vi.useFakeTimers();
  kept.clear();
  vi.mocked(showFailure).mockReset();
  lists.mockReset().mockResolvedValue([service('a', 'running'), service('b', 'pending')]);
  vmId.value = 'vm-1';
  scope = effectScope();
});

afterEach(() => {
  scope.stop();
  vi.useRealTimers();
});

async function follow() {
  const live = scope.run(() => useLiveServices(() => vmId.value));
  if (live === undefined) {
    throw new Error('the scope has ended');
  }
  await vi.advanceTimersByTimeAsync(0);
  return live.services;
}

function tell(kind: 'service' | 'reset', what: AccessService | ServiceGone | null = null) {
  heard.get(kind)?.(what);
}

function service(serviceId: string, status: string, machine = 'vm-1'): AccessService {
  return { serviceId, status, extra: { vmId: machine } } as AccessService;
}

function gone(serviceId: string, machine = 'vm-1'): ServiceGone {
  return { serviceId, serviceName: serviceId, extra: { vmId: machine, deleted: true } };
}

function looks(services: { value: AccessService[] | null }) {
  return services.value?.map((one) => `${one.serviceId} ${one.status}`);
}

test('shows what has changed at once, and asks the platform a little later, once', async () => {
  const services = await follow();

  tell('service', service('b', 'running'));
  tell('service', gone('a'));
  expect(looks(services)).toEqual(['b running']);
  tell('service', service('c', 'pending'));
  lists.mockResolvedValue([service('c', 'pending'), service('b', 'running')]);
  await vi.advanceTimersByTimeAsync(1_000);

  expect(looks(services)).toEqual(['c pending', 'b running']);
  expect(lists).toHaveBeenCalledTimes(2);
});

test('lets services of other machines be', async () => {
  const services = await follow();

  tell('service', gone('a', 'vm-2'));
  tell('service', service('b', 'running', 'vm-2'));
  await vi.advanceTimersByTimeAsync(60_000);

  expect(looks(services)).toEqual(['a running', 'b pending']);
  expect(lists).toHaveBeenCalledTimes(1);
});

test('reads anew when changes were missed', async () => {
  const services = await follow();
  lists.mockResolvedValue([]);

  tell('reset');
  await vi.advanceTimersByTimeAsync(1_000);

  expect(looks(services)).toEqual([]);
});

test('keeps what it shows when it cannot be read anew', async () => {
  const services = await follow();
  lists.mockRejectedValue(new Error('away'));

  tell('reset');
  await vi.advanceTimersByTimeAsync(1_000);

  expect(looks(services)).toEqual(['a running', 'b pending']);
});

test('drops the answer about the machine that is shown no more', async () => {
  const services = await follow();
  let answer: (list: AccessService[]) => void = () => {};
  lists.mockImplementationOnce(() => new Promise((resolve) => (answer = resolve)));
  tell('reset');
  await vi.advanceTimersByTimeAsync(1_000);
  lists.mockResolvedValue([service('x', 'running', 'vm-2')]);
  vmId.value = 'vm-2';
  await nextTick();
  await vi.advanceTimersByTimeAsync(0);

  answer([service('a', 'running')]);
  await vi.advanceTimersByTimeAsync(0);

  expect(looks(services)).toEqual(['x running']);
});

test('hears nothing more once it is left', async () => {
  await follow();

  scope.stop();

  expect(heard.size).toBe(0);
});

test('what was read last is shown while nobody answers, of this machine only', async () => {
  await follow();
  scope.stop();
  scope = effectScope();
  lists.mockRejectedValue(new Unreachable('away'));
  const services = await follow();
  expect(looks(services)).toEqual(['a running', 'b pending']);
  expect(showFailure).not.toHaveBeenCalled();

  vmId.value = 'vm-2';
  await vi.advanceTimersByTimeAsync(0);
  expect(services.value).toBeNull();
  expect(showFailure).toHaveBeenCalledOnce();
});
