import { get, post, Unreachable } from '@/api/http';
import { endByCookie, renew } from '@/api/renewal';
import { beginSession, endSession, holdToken, isSomebodyKept, session } from '@/api/session';
import { followStream, stopStream } from '@/api/stream';
import type { Caller } from '@/api/types';
import { keep, recall } from '@/offline/lastKnown';
import { readKept, writeKept } from '@/shared/browserStorage';
import { expectEnd } from './ended';

const CALLER = 'caller';
const OWED = 'vmgate.signOutOwed';

export async function signIn(tenantId: string, username: string, password: string) {
  const person = tenantId === '' ? { username, password } : { tenantId, username, password };
  const { token } = await post('/api/v1/auth/login', { body: { ...person, extra: { refresh: 'cookie' } } });
  writeKept(OWED, null);
  holdToken(token);
  const who = await get('/api/v1/auth/me');
  beginSession(who);
  void keep(CALLER, who);
  followStream();
}

/**
 * Go on with the session that this browser has, if it has one: after a reload, and in a new tab. Without an answer
 * the person sees what was known last, until there is one.
 */
export async function resumeSession() {
  // Who signed out while nobody answered is signed out as soon as somebody does: the cookie is not ours to delete.
  if (readKept(OWED) !== null && (await endByCookie())) {
    writeKept(OWED, null);
  }
  if (session.isSignedIn.value || !isSomebodyKept()) {
    return;
  }
  const renewal = await renew();
  if (renewal === 'ended') {
    endSession();
    return;
  }
  const who = renewal === 'away' ? (await recall<Caller>(CALLER))?.what : session.caller.value;
  if (who != null) {
    beginSession(who);
    void keep(CALLER, who);
    followStream();
  }
}

export async function signOut() {
  expectEnd();
  stopStream();
  try {
    await post('/api/v1/auth/logout');
  } catch (failed) {
    if (failed instanceof Unreachable) {
      writeKept(OWED, 'true');
    }
  }
  endSession();
}
