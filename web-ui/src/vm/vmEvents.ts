import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { get, isReachable } from '@/api/http';
import type { VmEvent } from '@/api/types';
import { showFailure } from '@/shared/notice';

export const EVENTS_A_PAGE = 20;

/** The events of a machine, page by page; read again when `latest` says that something happened. */
export function useVmEvents(vmId: () => string, latest: () => string | undefined) {
  const page = ref(1);
  const total = ref(0);
  /** Null until this page was read. */
  const list = shallowRef<VmEvent[] | null>(null);
  /** Whether the last attempt failed, so that what is shown may not be all. */
  const isUnread = ref(false);
  let reading: AbortController | null = null;

  async function read() {
    reading?.abort();
    const mine = new AbortController();
    reading = mine;
    try {
      const found = await get('/api/v1/vms/{vmId}/events', {
        path: { vmId: vmId() },
        query: { page: page.value, pageSize: EVENTS_A_PAGE },
        signal: mine.signal,
      });
      // What was asked for before may be answered after it.
      if (reading === mine) {
        list.value = found.list;
        total.value = found.total;
        isUnread.value = false;
      }
    } catch (failed) {
      if (reading === mine) {
        isUnread.value = true;
        showFailure(failed);
      }
    }
  }

  watch(vmId, () => {
    page.value = 1;
    total.value = 0;
    list.value = null;
  });
  watch(page, () => (list.value = null));
  watch([vmId, page, latest], read, { immediate: true });
  watch(isReachable, (is) => {
    if (is && isUnread.value) {
      void read();
    }
  });
  onScopeDispose(() => {
    reading?.abort();
    reading = null;
  });

  return { page, total, list, isUnread, read };
}
