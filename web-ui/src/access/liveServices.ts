import { onScopeDispose, shallowRef, watch } from 'vue';
import { get, Unreachable } from '@/api/http';
import { listen } from '@/api/stream';
import type { AccessService, ServiceGone } from '@/api/types';
import { ownShelf, shownSince } from '@/offline/lastKnown';
import { showFailure } from '@/shared/notice';

const READ_AGAIN_MILLIS = 700;

function applied(services: AccessService[], change: AccessService | ServiceGone): AccessService[] {
  return 'deleted' in change.extra
    ? services.filter((one) => one.serviceId !== change.serviceId)
    : services.map((one) => (one.serviceId === change.serviceId ? (change as AccessService) : one));
}

/** The services that lead to a machine, kept up to date by the stream. */
export function useLiveServices(vmId: () => string) {
  const services = shallowRef<AccessService[] | null>(null);
  let isLeft = false;
  let again: ReturnType<typeof setTimeout> | undefined;

  async function read(isQuiet = false) {
    const asked = vmId();
    const shelf = ownShelf();
    const key = `services ${asked}`;

    async function showKnown(): Promise<boolean> {
      const isWanted = () => !isLeft && asked === vmId() && services.value === null;
      const known = isWanted() ? await shelf.show<AccessService[]>(key, isWanted) : null;
      if (known !== null) {
        services.value = known;
      }
      return services.value !== null;
    }

    try {
      const list = await get('/api/v1/vms/{vmId}/access-services', { path: { vmId: asked } });
      void shelf.keep(key, list);
      if (asked === vmId()) {
        shownSince.value = null;
        services.value = list;
      }
    } catch (failed) {
      if (failed instanceof Unreachable && (await showKnown())) {
        return;
      }
      if (!isQuiet && asked === vmId()) {
        showFailure(failed);
      }
    }
  }

  /** Where a new one stands among the others is for the platform to say; not more often than needed. */
  function readAgain() {
    again ??= setTimeout(() => {
      again = undefined;
      void read(true);
    }, READ_AGAIN_MILLIS);
  }

  const stop = [
    listen('service', (change) => {
      if (change.extra.vmId !== vmId()) {
        return;
      }
      if (services.value !== null) {
        services.value = applied(services.value, change);
      }
      // A list that was asked for before the change may arrive after it.
      readAgain();
    }),
    listen('reset', readAgain),
  ];
  onScopeDispose(() => {
    isLeft = true;
    stop.forEach((one) => one());
    clearTimeout(again);
  });
  watch(
    vmId,
    () => {
      services.value = null;
      void read();
    },
    { immediate: true },
  );

  return { services, read };
}
