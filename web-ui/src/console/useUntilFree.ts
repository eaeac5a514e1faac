import { onScopeDispose, watch } from 'vue';
import { listen } from '@/api/stream';
import type { ConsoleChange } from '@/api/types';

// The change that tells of it may have been missed.
const ASK_MILLIS = 15_000;

/**
 * Waits until a console is free: what the stream tells is quick, what is asked for is certain.
 *
 * @param isThis whether a change is one of this console
 * @param isFree null where it cannot be told now
 * @param freed what to do then; it ends the waiting
 */
export function useUntilFree(
  isWaiting: () => boolean,
  isThis: (change: ConsoleChange) => boolean,
  isFree: () => Promise<boolean | null>,
  freed: () => void,
) {
  let asking: ReturnType<typeof setInterval> | undefined;

  async function ask() {
    if (isWaiting() && (await isFree()) === true && isWaiting()) {
      freed();
    }
  }

  watch(isWaiting, (now) => {
    clearInterval(asking);
    if (now) {
      void ask();
      asking = setInterval(() => void ask(), ASK_MILLIS);
    }
  });
  const stopListening = [
    listen('console', (change) => {
      if (isWaiting() && isThis(change) && !change.connected) {
        freed();
      }
    }),
    listen('reset', () => void ask()),
  ];
  onScopeDispose(() => {
    clearInterval(asking);
    stopListening.forEach((stop) => stop());
  });
}
