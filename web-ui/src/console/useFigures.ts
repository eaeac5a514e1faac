import { onScopeDispose, ref, watch } from 'vue';
import type { ConsoleStatus } from '@/api/types';

// The first time it may not be measured yet.
const FIRST_MILLIS = 1_500;
const AGAIN_MILLIS = 10_000;

/**
 * How quick a session is: what arrives is counted here, the way there and back is measured by the platform.
 *
 * @param session the connected one's id; null while there is none
 */
export function useFigures(session: () => string | null, readStatus: () => Promise<ConsoleStatus | null>) {
  /** Of what the viewer receives, in KiB a second. */
  const rate = ref(0);
  /** There and back, in milliseconds; null where it is not known. */
  const latency = ref<number | null>(null);
  let bytes = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const counting = setInterval(() => {
    rate.value = Math.round(bytes / 1024);
    bytes = 0;
  }, 1_000);

  async function read() {
    const own = session();
    if (!document.hidden) {
      const status = await readStatus();
      if (own !== session()) {
        return;
      }
      latency.value = status?.extra.sessions.find((one) => one.sessionId === own)?.latencyMillis ?? null;
    }
    timer = setTimeout(() => void read(), AGAIN_MILLIS);
  }

  watch(session, (now) => {
    clearTimeout(timer);
    latency.value = null;
    if (now !== null) {
      timer = setTimeout(() => void read(), FIRST_MILLIS);
    }
  });
  onScopeDispose(() => {
    clearInterval(counting);
    clearTimeout(timer);
  });

  return { rate, latency, count: (more: number) => (bytes += more) };
}
