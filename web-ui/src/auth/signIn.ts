import { get, post, Refusal } from '@/api/http';
import { endByCookie, renew } from '@/api/renewal';
import { beginSession, endSession, holdToken, personKept, session, whenSessionEnds } from '@/api/session';
import { followStream, stopStream } from '@/api/stream';
import type { Caller } from '@/api/types';
import { forgetAll, ownShelf } from '@/offline/lastKnown';
import { readKept, writeKept } from '@/shared/browserStorage';
import { expectEnd } from './ended';

const CALLER = 'caller';
const OWED = 'vmgate.signOutOwed';
// Longer, and a person believes that nothing happens.
const PATIENCE_MILLIS = 3_000;

export async function signIn(tenantId: string, username: string, password: string) {
  await payOwedSignOut();
  const person = tenantId === '' ? { username, password } : { tenantId, username, password };
  const { token } = await post('/api/v1/auth/login', { body: { ...person, extra: { refresh: 'cookie' } } });
  // Of a session that ended without a page to see it.
  await forgetAll();
  holdToken(token);
  begin(await get('/api/v1/auth/me'));
}

/**
 * Go on with the session that this browser has, if it has one: after a reload, and in a new tab. Without an answer
 * the person sees what was known last, until there is one.
 */
export async function resumeSession() {
  await payOwedSignOut();
  if (session.isSignedIn.value || personKept() === null) {
    return;
  }
  const known = await ownShelf().recall<Caller>(CALLER);
  const renewing = renew();
  switch (await (known === null ? renewing : Promise.race([renewing, noAnswer()]))) {
    case 'ended':
      endSession();
      await forgetAll();
      return;
    case 'away':
      if (known !== null) {
        begin(known);
      }
      return;
    case 'renewed':
      if (session.caller.value !== null) {
        begin(session.caller.value);
      }
  }
}

export async function signOut() {
  expectEnd();
  stopStream();
  try {
    await post('/api/v1/auth/logout');
  } catch (failed) {
    if (!(failed instanceof Refusal && failed.status === 401)) {
      writeKept(OWED, 'true');
    }
  }
  endSession();
}

function begin(who: Caller) {
  beginSession(who);
  void ownShelf().keep(CALLER, who);
  followStream();
}

function noAnswer(): Promise<'away'> {
  return new Promise((resolve) => setTimeout(() => resolve('away'), PATIENCE_MILLIS));
}

/** Who signed out while nobody answered is signed out as soon as somebody does: the cookie is not ours to delete. */
async function payOwedSignOut() {
  if (readKept(OWED) !== null && (await endByCookie())) {
    writeKept(OWED, null);
  }
}

whenSessionEnds(() => void forgetAll());
