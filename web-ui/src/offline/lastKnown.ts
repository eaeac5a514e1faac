import { clear, createStore, delMany, entries, get, set } from 'idb-keyval';
import type { UseStore } from 'idb-keyval';
import { ref } from 'vue';
import { whenSessionEnds } from '@/api/session';

/** What was read last, to be seen again while the platform or the network is away. Gone when the session ends. */
interface Kept<T> {
  at: number;
  what: T;
}

const MOST = 80;
const OLDEST_MILLIS = 7 * 24 * 3_600_000;
const WRITES_A_LOOK = 20;

/** Since when what is shown has been known; null while it is not from before. */
export const shownSince = ref<Date | null>(null);

let opened: UseStore | null = null;
let writes = 0;

function store(): UseStore {
  opened ??= createStore('vmgate', 'last-known');
  return opened;
}

/** Keep it for later. A browser that keeps nothing, as in a private window, does without. */
export async function keep<T>(key: string, what: T): Promise<void> {
  try {
    await set(key, { at: Date.now(), what } satisfies Kept<T>, store());
    if (++writes % WRITES_A_LOOK === 0) {
      await forgetOldest();
    }
  } catch {
    return;
  }
}

/** What was kept of that name, if it was not too long ago. */
export async function recall<T>(key: string): Promise<Kept<T> | null> {
  try {
    const kept = await get<Kept<T>>(key, store());
    return kept !== undefined && Date.now() - kept.at < OLDEST_MILLIS ? kept : null;
  } catch {
    return null;
  }
}

/** The same, to be shown: the page says how old it is. */
export async function show<T>(...keys: string[]): Promise<T | null> {
  for (const key of keys) {
    const kept = await recall<T>(key);
    if (kept !== null) {
      shownSince.value = new Date(kept.at);
      return kept.what;
    }
  }
  return null;
}

async function forgetOldest() {
  const all = (await entries<string, Kept<unknown>>(store())).sort(([, a], [, b]) => b.at - a.at);
  await delMany(
    all.slice(MOST).map(([key]) => key),
    store(),
  );
}

whenSessionEnds(() => {
  shownSince.value = null;
  void clear(store()).catch(() => undefined);
});
