import { computed, shallowRef } from 'vue';
import { readKept, writeKept } from '@/shared/browserStorage';
import type { Caller } from './types';

/**
 * Who is signed in. The token is kept in this variable alone; what gets the next one is in a cookie that no script can
 * read. Storage of the browser only says that somebody is signed in, and who: for other tabs, and after a reload.
 */
let token: string | null = null;

const caller = shallowRef<Caller | null>(null);
const KEY = 'vmgate.person';

export const session = {
  caller: computed(() => caller.value),
  isSignedIn: computed(() => caller.value !== null),
  token: () => token,
  may: (permission: string) => caller.value?.permissions.includes(permission) ?? false,
};

const onEnd: (() => void)[] = [];

/** Be told when the session ends, whoever ended it. */
export function whenSessionEnds(listener: () => void) {
  onEnd.push(listener);
}

/** Who signed in with this browser and has not signed out since. */
export function personKept(): string | null {
  return readKept(KEY);
}

export function holdToken(given: string) {
  token = given;
}

/** Begin a session, or go on with it; without a token one is got once the platform answers. */
export function beginSession(who: Caller) {
  if (caller.value !== null && caller.value.userId !== who.userId) {
    startAnew();
    return;
  }
  caller.value = who;
  writeKept(KEY, who.userId);
}

export function endSession() {
  const was = caller.value !== null;
  token = null;
  caller.value = null;
  writeKept(KEY, null);
  if (was) {
    onEnd.forEach((listener) => listener());
  }
}

/** Somebody else is signed in with this browser now: nothing on this page is theirs. */
function startAnew() {
  location.reload();
}

/** Follow what is done in other tabs of this browser: signing out, and signing in as somebody else. */
export function followOtherTabs() {
  addEventListener('storage', ({ key, newValue }) => {
    if (key !== KEY) {
      return;
    }
    if (newValue === null) {
      endSession();
    } else if (newValue !== caller.value?.userId) {
      startAnew();
    }
  });
}
