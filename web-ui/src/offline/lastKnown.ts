import { clear, createStore, delMany, entries, get, set } from 'idb-keyval';
import type { UseStore } from 'idb-keyval';
import { ref } from 'vue';
import { personKept } from '@/api/session';

interface Kept {
  at: number;
  what: unknown;
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

/**
 * What one person read last, to be seen again while the platform or the network is away. A browser that keeps nothing,
 * as in a private window, does without.
 */
export interface Shelf {
  keep(key: string, what: unknown): Promise<void>;
  /** What was kept of that name, if it was not too long ago. */
  recall<T>(key: string): Promise<T | null>;
  /** The same, to be shown if it is still wanted once it was found: the page says how old it is. */
  show<T>(key: string, isWanted: () => boolean): Promise<T | null>;
}

/**
 * The shelf of whoever is signed in now. Take it before asking for what is to be kept: an answer that comes after that
 * person has left is kept for nobody.
 */
export function ownShelf(): Shelf {
  const person = personKept();
  const name = (key: string) => `${person} ${key}`;
  const isOpen = () => person !== null && person === personKept();

  async function find(key: string): Promise<Kept | null> {
    try {
      const kept = isOpen() ? await get<Kept>(name(key), store()) : undefined;
      return kept !== undefined && Date.now() - kept.at < OLDEST_MILLIS ? kept : null;
    } catch {
      return null;
    }
  }

  return {
    async keep(key, what) {
      try {
        if (isOpen()) {
          await set(name(key), { at: Date.now(), what } satisfies Kept, store());
          if (++writes % WRITES_A_LOOK === 0) {
            await forgetOldest();
          }
        }
      } catch {
        return;
      }
    },
    async recall<T>(key: string) {
      return ((await find(key))?.what as T | undefined) ?? null;
    },
    async show<T>(key: string, isWanted: () => boolean) {
      const kept = await find(key);
      if (kept === null || !isWanted()) {
        return null;
      }
      shownSince.value = new Date(kept.at);
      return kept.what as T;
    },
  };
}

async function forgetOldest() {
  const all = (await entries<string, Kept>(store())).sort(([, a], [, b]) => b.at - a.at);
  await delMany(
    all.slice(MOST).map(([key]) => key),
    store(),
  );
}

/** Forget everything, whosever it is. */
export async function forgetAll() {
  shownSince.value = null;
  try {
    await clear(store());
  } catch {
    return;
  }
}
