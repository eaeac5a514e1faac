import { onScopeDispose, ref, shallowRef, watch } from 'vue';
import { get, Refusal, Unreachable } from '@/api/http';
import { listen } from '@/api/stream';
import type { Vm, VmDetail } from '@/api/types';
import { keep, show, shownSince } from '@/offline/lastKnown';
import { showFailure } from '@/shared/notice';

const NO_SUCH_VM = 40401;
const READ_AGAIN_MILLIS = 700;

/** Everything about one machine, kept up to date by the stream. */
export function useLiveDetail(vmId: () => string) {
  const detail = shallowRef<VmDetail | null>(null);
  const isGone = ref(false);
  let again: ReturnType<typeof setTimeout> | undefined;

  async function read() {
    const id = vmId();
    try {
      const read = await get('/api/v1/vms/{vmId}', { path: { vmId: id } });
      shownSince.value = null;
      void keep(`vm ${id}`, read);
      if (id === vmId()) {
        detail.value = read;
        isGone.value = false;
      }
    } catch (failed) {
      const known = failed instanceof Unreachable ? await show<VmDetail>(`vm ${id}`) : null;
      if (id !== vmId()) {
        return;
      }
      if (known !== null) {
        detail.value = known;
      } else if (failed instanceof Refusal && failed.code === NO_SUCH_VM) {
        isGone.value = true;
      } else {
        showFailure(failed);
      }
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
    stop.forEach((one) => one());
    clearTimeout(again);
  });
  watch(
    vmId,
    () => {
      detail.value = null;
      isGone.value = false;
      void read();
    },
    { immediate: true },
  );

  return { detail, isGone };
}
