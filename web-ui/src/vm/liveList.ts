import { onScopeDispose, ref, shallowRef } from 'vue';
import { get, Unreachable } from '@/api/http';
import { listen } from '@/api/stream';
import type { Vm } from '@/api/types';
import { ownShelf, shownSince } from '@/offline/lastKnown';
import { wordsOf } from '@/shared/notice';
import { asked } from './listQuery';
import type { ListQuery } from './listQuery';

/** Whoever waits for so long is shown what is known meanwhile. */
export const KNOWN_AFTER_MILLIS = 2_000;

const READ_AGAIN_MILLIS = 1_000;
// A machine that is not on the page rarely changes what is; in a large cluster one changes all the time.
const READ_AGAIN_FOR_OTHERS_MILLIS = 5_000;

interface VmPage {
  list: Vm[];
  total: number;
}

function keyOf(query: ListQuery): string {
  return `vms?${asked(query)}`;
}

/** One page of machines, read from the platform and kept up to date by the stream. */
export function useLiveList() {
  const list = shallowRef<Vm[]>([]);
  const total = ref(0);
  const isLoading = ref(false);
  /** Why there is nothing to show, if that is not the answer. */
  const problem = ref<string | null>(null);
  let current: ListQuery | null = null;
  let reading: AbortController | null = null;
  let again: ReturnType<typeof setTimeout> | null = null;

  async function read(query: ListQuery, isQuiet = false) {
    if (isQuiet && isLoading.value) {
      // What a person asked for is not called off for it; what has changed since is read after it.
      readAgain();
      return;
    }
    current = query;
    reading?.abort();
    const mine = new AbortController();
    const shelf = ownShelf();
    reading = mine;
    isLoading.value = !isQuiet;
    let isAnswered = false;

    async function showKnown(): Promise<boolean> {
      const known = await shelf.show<VmPage>(keyOf(query), () => reading === mine && !isAnswered);
      if (known === null) {
        return false;
      }
      list.value = known.list;
      total.value = known.total;
      problem.value = null;
      return true;
    }

    const waiting = isQuiet ? undefined : setTimeout(() => void showKnown(), KNOWN_AFTER_MILLIS);
    try {
      const page = await get('/api/v1/vms', {
        query: {
          page: query.page,
          pageSize: query.pageSize,
          nameLike: query.nameLike,
          namespace: query.namespace,
          status: query.status.join(','),
          nodeName: query.nodeName,
          labelSelector: query.labelSelector,
          sortBy: query.sortBy,
          sortOrder: query.sortOrder,
        },
        signal: mine.signal,
      });
      isAnswered = true;
      list.value = page.list;
      total.value = page.total;
      problem.value = null;
      shownSince.value = null;
      void shelf.keep(keyOf(query), page);
    } catch (failed) {
      if (mine.signal.aborted) {
        return;
      }
      const isKnown = failed instanceof Unreachable && (await showKnown());
      if (!isKnown && !isQuiet && reading === mine) {
        // Of another filter, which nobody asks for now.
        list.value = [];
        total.value = 0;
        problem.value = wordsOf(failed);
      }
    } finally {
      clearTimeout(waiting);
      if (reading === mine) {
        reading = null;
        isLoading.value = false;
      }
    }
  }

  /** Which machines belong here, and in which order, is for the platform to say; not more often than needed. */
  function readAgain(afterMillis = READ_AGAIN_MILLIS) {
    again ??= setTimeout(() => {
      again = null;
      if (current !== null) {
        void read(current, true);
      }
    }, afterMillis);
  }

  const stopVm = listen('vm', (change) => {
    const at = list.value.findIndex((vm) => vm.id === change.id);
    if (at < 0) {
      readAgain(READ_AGAIN_FOR_OTHERS_MILLIS);
    } else if ('deleted' in change.extra) {
      readAgain();
    } else {
      list.value = list.value.with(at, change as Vm);
      // A page that was asked for before the change may arrive after it.
      if (reading !== null || current?.status.length || current?.sortBy !== 'name') {
        readAgain();
      }
    }
  });
  const stopReset = listen('reset', () => readAgain());

  onScopeDispose(() => {
    stopVm();
    stopReset();
    reading?.abort();
    if (again !== null) {
      clearTimeout(again);
    }
  });

  return { list, total, isLoading, problem, read };
}
