import { onScopeDispose, ref, shallowRef } from 'vue';
import { get, Unreachable } from '@/api/http';
import { listen } from '@/api/stream';
import type { Vm } from '@/api/types';
import { keep, show, shownSince } from '@/offline/lastKnown';
import { showFailure } from '@/shared/notice';
import { writeQuery } from './listQuery';
import type { ListQuery } from './listQuery';

const READ_AGAIN_MILLIS = 1_000;
// A machine that is not on the page rarely changes what is; in a large cluster one changes all the time.
const READ_AGAIN_FOR_OTHERS_MILLIS = 5_000;

const LATEST = 'vms';

interface VmPage {
  list: Vm[];
  total: number;
}

function keyOf(query: ListQuery): string {
  return `vms?${new URLSearchParams(writeQuery(query)).toString()}`;
}

/** One page of machines, read from the platform and kept up to date by the stream. */
export function useLiveList() {
  const list = shallowRef<Vm[]>([]);
  const total = ref(0);
  const isLoading = ref(false);
  let current: ListQuery | null = null;
  let reading: AbortController | null = null;
  let again: ReturnType<typeof setTimeout> | null = null;

  async function read(query: ListQuery, isQuiet = false) {
    current = query;
    reading?.abort();
    const mine = new AbortController();
    reading = mine;
    isLoading.value = !isQuiet;
    try {
      const page = await get('/api/v1/vms', {
        query: {
          page: query.page,
          pageSize: query.pageSize,
          nameLike: query.nameLike,
          namespace: query.namespace,
          status: query.status.join(','),
          sortBy: query.sortBy,
          sortOrder: query.sortOrder,
        },
        signal: mine.signal,
      });
      list.value = page.list;
      total.value = page.total;
      shownSince.value = null;
      void keep(keyOf(query), page);
      void keep(LATEST, page);
    } catch (failed) {
      if (mine.signal.aborted) {
        return;
      }
      const known = failed instanceof Unreachable ? await show<VmPage>(keyOf(query), LATEST) : null;
      if (known !== null && reading === mine) {
        list.value = known.list;
        total.value = known.total;
      } else if (!isQuiet) {
        showFailure(failed);
      }
    } finally {
      if (reading === mine) {
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
      if (current !== null && (current.status.length > 0 || current.sortBy !== 'name')) {
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

  return { list, total, isLoading, read };
}
