import { computed, onScopeDispose, shallowRef, watch } from 'vue';
import { listen } from '@/api/stream';
import type { Vm } from '@/api/types';

/** What is known of a machine that is ticked, on whatever page it is. */
export type Selected = Pick<Vm, 'id' | 'name' | 'namespace' | 'status'>;

/** As many as the platform takes in one batch. */
export const MOST_SELECTED = 200;

/** The machines that are ticked: on this page, and on those that were shown before. */
export function useSelection(list: () => Vm[]) {
  const selected = shallowRef<ReadonlyMap<string, Selected>>(new Map());

  const ids = computed<ReadonlySet<string>>(() => new Set(selected.value.keys()));
  const machines = computed(() => [...selected.value.values()]);
  const elsewhere = computed(() => {
    const here = new Set(list().map((vm) => vm.id));
    return machines.value.filter((vm) => !here.has(vm.id)).length;
  });

  /** False when there is no room for all of them. */
  function tick(given: Selected[], isWanted: boolean): boolean {
    if (!isWanted) {
      forget(given.map((vm) => vm.id));
      return true;
    }
    const next = new Map(selected.value);
    for (const { id, name, namespace, status } of given) {
      if (next.has(id) || next.size < MOST_SELECTED) {
        next.set(id, { id, name, namespace, status });
      }
    }
    selected.value = next;
    return given.every((vm) => next.has(vm.id));
  }

  function forget(gone: string[]) {
    const next = new Map(selected.value);
    gone.forEach((id) => next.delete(id));
    selected.value = next;
  }

  function clear() {
    selected.value = new Map();
  }

  function onlySelected(given: Vm[]) {
    return given.filter((vm) => selected.value.has(vm.id));
  }

  watch(list, (now) => {
    const known = onlySelected(now);
    if (known.length > 0) {
      tick(known, true);
    }
  });
  // Of those on other pages too; and what is no more cannot be operated on.
  const stop = listen('vm', (change) => {
    if (!selected.value.has(change.id)) {
      return;
    }
    if ('deleted' in change.extra) {
      forget([change.id]);
    } else {
      tick([change as Vm], true);
    }
  });
  onScopeDispose(stop);

  return { ids, machines, elsewhere, tick, clear };
}
