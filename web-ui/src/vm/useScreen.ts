import { onScopeDispose, ref, watch } from 'vue';
import type { Ref } from 'vue';
import { picture } from '@/api/http';
import { whenSessionEnds } from '@/api/session';
import { followView } from '@/shared/inView';
import { Screens } from './screens';

const screens = new Screens(
  (vmId, tag) => picture('/api/v1/vms/{vmId}/console/screenshot', { path: { vmId }, ifNoneMatch: tag }),
  {
    now: Date.now,
    after: (millis, what) => {
      const timer = setTimeout(what, millis);
      return () => clearTimeout(timer);
    },
  },
);
screens.show(!document.hidden);
document.addEventListener('visibilitychange', () => screens.show(!document.hidden));
whenSessionEnds(() => screens.clear());

/** The picture of a machine's screen, kept new while the element is in view; null where there is none. */
export function useScreen(vmId: () => string, element: Ref<Element | null>) {
  const address = ref<string | null>(null);
  const isInView = ref(false);
  let stopWatching: (() => void) | undefined;

  watch(
    element,
    (now, _, onCleanup) => {
      if (now !== null) {
        onCleanup(followView(now, (is) => (isInView.value = is)));
      }
    },
    { flush: 'post', immediate: true },
  );
  watch([vmId, isInView], ([id, is], [before]) => {
    stopWatching?.();
    stopWatching = undefined;
    if (id !== before) {
      address.value = null;
    }
    if (is) {
      stopWatching = screens.watch(id, (next) => (address.value = next));
    }
  });
  onScopeDispose(() => stopWatching?.());

  return address;
}
