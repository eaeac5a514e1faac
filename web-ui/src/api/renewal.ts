import { language } from '@/shared/language';
import { beginSession, holdToken, personKept } from './session';
import type { Caller } from './types';

/** What came of asking for another token; {@code ended} means that the password must be typed. */
export type Renewal = 'renewed' | 'ended' | 'away';

const PATIENCE_MILLIS = 30_000;

let running: Promise<Renewal> | null = null;

/**
 * Get the next token, by the cookie that the browser keeps and no script can read, and learn who that is and what they
 * may do now. However many ask at once, one request is made; tabs of one browser wait for each other, since each use
 * of the cookie gives a new one.
 */
export function renew(): Promise<Renewal> {
  running ??= alone(ask).finally(() => {
    running = null;
  });
  return running;
}

/** Browsers have locks in secure contexts only; without, the platform's grace for tabs must do. */
function alone(work: () => Promise<Renewal>): Promise<Renewal> {
  return 'locks' in navigator ? navigator.locks.request('vmgate.renewal', work) : work();
}

/** End what the cookie is good for, whoever's it is; false while nobody answers. */
export async function endByCookie(signal: AbortSignal): Promise<boolean> {
  try {
    const token = await nextToken(signal);
    if (token !== null) {
      await call('POST', 'logout', { Authorization: `Bearer ${token}` }, signal);
    }
    return true;
  } catch {
    return false;
  }
}

async function ask(): Promise<Renewal> {
  if (personKept() === null) {
    return 'ended';
  }
  try {
    const token = await nextToken();
    if (token === null) {
      return 'ended';
    }
    const who = await dataOf<Caller>(await call('GET', 'me', { Authorization: `Bearer ${token}` }));
    if (personKept() === null) {
      return 'ended'; // signed out meanwhile
    }
    holdToken(token);
    beginSession(who);
    return 'renewed';
  } catch {
    return 'away';
  }
}

/** Null when the cookie is good for nothing, or there is none. */
async function nextToken(signal?: AbortSignal): Promise<string | null> {
  const renewed = await call('POST', 'refresh', { 'X-Requested-With': 'vmgate' }, signal);
  return renewed.status === 401 || renewed.status === 403
    ? null
    : (await dataOf<{ token: string }>(renewed)).token;
}

function call(method: string, name: string, headers: Record<string, string>, signal?: AbortSignal) {
  const patience = AbortSignal.timeout(PATIENCE_MILLIS);
  return fetch(`/api/v1/auth/${name}`, {
    method,
    headers: { ...headers, 'Accept-Language': language.value },
    credentials: 'same-origin',
    signal: signal ? AbortSignal.any([signal, patience]) : patience,
  });
}

async function dataOf<T>(answer: Response): Promise<T> {
  if (!answer.ok) {
    throw new Error(`HTTP ${answer.status}`);
  }
  return ((await answer.json()) as { data: T }).data;
}
