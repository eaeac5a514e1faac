import { computed, ref } from 'vue';
import type { Caller } from './types';

/**
 * Who is signed in. The token is kept in this variable alone: no storage of the browser, which scripts of other
 * origins or other people at the same machine could read, ever sees it.
 */
let token: string | null = null;

const caller = ref<Caller | null>(null);

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

export function holdToken(given: string) {
  token = given;
}

export function beginSession(who: Caller) {
  caller.value = who;
}

export function endSession() {
  const was = caller.value !== null;
  token = null;
  caller.value = null;
  if (was) {
    onEnd.forEach((listener) => listener());
  }
}
