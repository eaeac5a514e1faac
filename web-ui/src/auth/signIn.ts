import { get, post } from '@/api/http';
import { endByCookie, renew } from '@/api/renewal';
import { beginSession, endSession, holdToken, personKept, session, whenSessionEnds } from '@/api/session';
import { followStream } from '@/api/stream';
import type { Caller } from '@/api/types';
import { forgetAll, ownShelf } from '@/offline/lastKnown';
import { readKept, writeKept } from '@/shared/browserStorage';
import { expectEnd } from './ended';

const CALLER = 'caller';
const OWED = 'vmgate.signOutOwed';
// Longer, and a person believes that nothing happens.
const PATIENCE_MILLIS = 3_000;

/** Whether nothing has happened on this page yet. */
let isFresh = true;

/** Sign-outs are told one after the other. */
let telling: Promise<void> = Promise.resolve();
let cutOff = new AbortController();

export async function signIn(tenantId: string, username: string, password: string) {
  await payOwedSignOut();
  // A late answer would take the new cookie away.
  cutOff.abort();
  cutOff = new AbortController();
  const person = tenantId === '' ? { username, password } : { tenantId, username, password };
  const { token } = await post('/api/v1/auth/login', { body: { ...person, extra: { refresh: 'cookie' } } });
  // What was still to be ended is not what the browser has from now on.
  writeKept(OWED, null);
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
  if (personKept() === null) {
    // Nobody waits for it but whoever signs in next. Where a session has ended in another tab, that one pays.
    if (isFresh) {
      isFresh = false;
      void payOwedSignOut();
    }
    return;
  }
  const known = await ownShelf().recall<Caller>(CALLER);
  const renewing = renew();
  switch (await (known === null ? renewing : soon(renewing))) {
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

/**
 * Sign out here and now, whether anybody answers or not. Until the platform has heard it, it is owed: closing the page
 * leaves nobody signed in.
 */
export function signOut() {
  expectEnd();
  writeKept(OWED, 'true');
  // With the token of now, which is sent before it is forgotten.
  telling = session.token() === null ? payOwed(cutOff.signal) : tellOfSignOut(cutOff.signal);
  endSession();
}

async function tellOfSignOut(signal: AbortSignal) {
  try {
    await post('/api/v1/auth/logout', { signal });
    writeKept(OWED, null);
  } catch {
    // Where the token was good for nothing any more the cookie may be.
    await payOwed(signal);
  }
}

function begin(who: Caller) {
  beginSession(who);
  void ownShelf().keep(CALLER, who);
  followStream();
}

function soon<T>(answer: Promise<T>): Promise<T | 'away'> {
  return Promise.race([
    answer,
    new Promise<'away'>((resolve) => setTimeout(() => resolve('away'), PATIENCE_MILLIS)),
  ]);
}

/** Who signed out while nobody answered is signed out as soon as somebody does: the cookie is not ours to delete. */
async function payOwedSignOut() {
  const { signal } = cutOff;
  telling = telling.then(() => payOwed(signal));
  await soon(telling);
}

async function payOwed(signal: AbortSignal) {
  if (!signal.aborted && readKept(OWED) !== null && (await endByCookie(signal))) {
    writeKept(OWED, null);
  }
}

whenSessionEnds(() => {
  isFresh = false;
  void forgetAll();
});
