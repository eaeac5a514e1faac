import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { get, Refusal, Unreachable } from '@/api/http';
import { listen } from '@/api/stream';
import type { Vm, VmDetail } from '@/api/types';
import { ownShelf, shownSince } from '@/offline/lastKnown';
import { showFailure, wordsOf } from '@/shared/notice';
import { KNOWN_AFTER_MILLIS } from './liveList';

const NO_SUCH_VM = 40401;
const READ_AGAIN_MILLIS = 700;

/** Everything about one machine, kept up to date by the stream. */
export function useLiveDetail(vmId: () => string) {
  const detail = shallowRef<VmDetail | null>(null);
  const isGone = ref(false);
  /** Why there is nothing to show, if that is not the answer. */
  const problem = ref<string | null>(null);
  let latest = 0;
  let again: ReturnType<typeof setTimeout> | undefined;

  async function read() {
    const mine = ++latest;
    const id = vmId();
    const shelf = ownShelf();

    async function showKnown(): Promise<boolean> {
      const isWanted = () => mine === latest && detail.value === null;
      const known = isWanted() ? await shelf.show<VmDetail>(`vm ${id}`, isWanted) : null;
      if (known !== null) {
        detail.value = known;
      }
      return detail.value !== null;
    }

    const waiting = setTimeout(() => void showKnown(), KNOWN_AFTER_MILLIS);
    try {
      const read = await get('/api/v1/vms/{vmId}', { path: { vmId: id } });
      void shelf.keep(`vm ${id}`, read);
      if (mine === latest) {
        shownSince.value = null;
        detail.value = read;
        isGone.value = false;
        problem.value = null;
      }
    } catch (failed) {
      if (failed instanceof Unreachable && (await showKnown())) {
        return;
      }
      if (mine !== latest) {
        return;
      }
      if (failed instanceof Refusal && failed.code === NO_SUCH_VM) {
        isGone.value = true;
      } else if (detail.value === null) {
        problem.value = wordsOf(failed);
      } else {
        showFailure(failed);
      }
    } finally {
      clearTimeout(waiting);
    }
  }

  function readAgain() {
    clearTimeout(again);
    again = setTimeout(() => void read(), READ_AGAIN_MILLIS);
  }

  const stop = [
    listen('vm', (change) => {
      if (change.id !== vmId()) {
        return;
      }
      if ('deleted' in change.extra) {
        // What is being read may be from before.
        latest++;
        clearTimeout(again);
        isGone.value = true;
      } else if (detail.value !== null) {
        detail.value = { ...detail.value, basicInfo: change as Vm };
        readAgain();
      }
    }),
    listen('task', (task) => {
      if (task.extra.vmId === vmId() && task.status !== 'running') {
        readAgain();
      }
    }),
    listen('reset', readAgain),
  ];
  onScopeDispose(() => {
    latest++;
    stop.forEach((one) => one());
    clearTimeout(again);
  });
  watch(
    vmId,
    () => {
      detail.value = null;
      isGone.value = false;
      problem.value = null;
      void read();
    },
    { immediate: true },
  );

  return { detail, isGone, problem, read };
}
