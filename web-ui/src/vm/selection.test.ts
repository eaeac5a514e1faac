import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { effectScope, nextTick, shallowRef } from 'vue';
import type { EffectScope } from 'vue';
import type { Vm, VmGone } from '@/api/types';
import { MOST_SELECTED, useSelection } from './selection';

let heard: (change: Vm | VmGone) => void;
vi.mock('@/api/stream', () => ({
  listen: (_: string, listener: typeof heard) => {
    heard = listener;
    return () => undefined;
  },
}));

const list = shallowRef<Vm[]>([]);
let scope: EffectScope;

beforeEach(() => {
  list.value = [vm('a'), vm('b')];
  scope = effectScope();
});
afterEach(() => scope.stop());

function vm(id: string, status = 'running'): Vm {
  return { id, name: `name of ${id}`, namespace: 'shop', status, extra: {} } as Vm;
}

function select() {
  const selection = scope.run(() => useSelection(() => list.value));
  if (selection === undefined) {
    throw new Error('the scope has ended');
  }
  return selection;
}

const states = ({ machines }: ReturnType<typeof select>) =>
  machines.value.map(({ id, status }) => `${id} ${status}`);

test('keeps what is ticked when another page is shown', async () => {
  const selection = select();
  selection.tick([vm('a')], true);
  list.value = [vm('c'), vm('d')];
  await nextTick();
  selection.tick([vm('d', 'stopped')], true);

  expect(states(selection)).toEqual(['a running', 'd stopped']);
  expect(selection.elsewhere.value).toBe(1);
});

test('knows how ticked machines stand, on this page and on others', async () => {
  const selection = select();
  selection.tick([vm('a'), vm('b')], true);
  list.value = [vm('b', 'paused'), vm('c', 'error')];
  await nextTick();
  heard(vm('a', 'stopped'));
  heard(vm('c', 'stopped'));

  expect(states(selection)).toEqual(['a stopped', 'b paused']);
});

test('forgets machines that are deleted, or not wanted any more', () => {
  const selection = select();
  selection.tick([vm('a'), vm('b'), vm('c')], true);
  heard({ id: 'a', name: 'name of a', namespace: 'shop', extra: { deleted: true } });
  selection.tick([vm('b')], false);
  expect(states(selection)).toEqual(['c running']);

  selection.clear();
  expect(selection.ids.value.size).toBe(0);
});

test('takes as many as the platform does in one batch, and says when there are more', () => {
  const selection = select();
  const many = Array.from({ length: MOST_SELECTED }, (_, at) => vm(`many-${at}`));
  expect(selection.tick(many.slice(1), true)).toBe(true);
  expect(selection.tick([vm('a'), vm('b')], true)).toBe(false);
  expect(selection.ids.value.size).toBe(MOST_SELECTED);
  expect(selection.ids.value.has('b')).toBe(false);
  // Those that are ticked already take no more room.
  expect(selection.tick([vm('a')], true)).toBe(true);
});
