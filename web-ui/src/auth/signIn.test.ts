import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Caller } from '@/api/types';

vi.mock('@/shared/language', () => ({ language: { value: 'en' } }));
vi.mock('@/shared/time', () => ({ platformZone: { value: null } }));
vi.mock('@/api/stream', () => ({ followStream: vi.fn() }));
vi.mock('./ended', () => ({ expectEnd: vi.fn() }));
vi.mock('@/offline/lastKnown', () => ({
  forgetAll: () => Promise.resolve(),
  ownShelf: () => ({ keep: () => Promise.resolve(), recall: () => Promise.resolve(null) }),
}));

const OWED = 'vmgate.signOutOwed';
const ANN = { userId: 'ann', username: 'ann', tenantId: 'acme', permissions: [] as string[] } as Caller;
const kept = new Map<string, string>();

interface Call {
  path: string;
  authorization: string | undefined;
  signal: AbortSignal;
}

/** A page that was just opened. */
async function open() {
  vi.resetModules();
  return { ...(await import('./signIn')), ...(await import('@/api/session')) };
}

let page: Awaited<ReturnType<typeof open>>;
let calls: Call[];
/** What does not answer until the test is over. */
let silent: Set<string>;

beforeEach(async () => {
  vi.useFakeTimers();
  kept.clear();
  calls = [];
  silent = new Set();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  vi.stubGlobal('location', { origin: 'https://here' });
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('fetch', (url: string | URL, init: RequestInit & { signal: AbortSignal }) => {
    const path = new URL(url, 'https://here').pathname.replace('/api/v1/auth/', '');
    const { Authorization: authorization } = init.headers as { Authorization?: string };
    calls.push({ path, authorization, signal: init.signal });
    return silent.has(path)
      ? new Promise((_, reject) => init.signal.addEventListener('abort', () => reject(new Error('aborted'))))
      : Promise.resolve(json(path === 'me' ? ANN : { token: `token ${calls.length}` }));
  });
  page = await open();
  await page.signIn('acme', 'ann', 'secret');
  calls = [];
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function json(data: unknown): Response {
  return new Response(JSON.stringify({ code: 200, message: '', data }));
}

const paths = () => calls.map((one) => one.path);

test('signing out ends the session at once, and tells the platform with the token of then', async () => {
  page.signOut();
  expect(page.session.isSignedIn.value).toBe(false);
  expect(page.personKept()).toBeNull();
  expect(calls).toMatchObject([{ path: 'logout', authorization: 'Bearer token 1' }]);

  await vi.waitFor(() => expect(kept.has(OWED)).toBe(false));
});

test('a sign-out that nobody hears is owed, and paid by cookie when the page is opened again', async () => {
  silent = new Set(['logout', 'refresh']);
  page.signOut();
  expect(page.personKept()).toBeNull();
  expect(kept.get(OWED)).toBe('true');

  silent.clear();
  calls = [];
  await (await open()).resumeSession();
  await vi.waitFor(() => expect(kept.has(OWED)).toBe(false));
  expect(paths()).toEqual(['refresh', 'logout']);
});

test('nobody waits for it to see the sign-in', async () => {
  silent = new Set(['logout', 'refresh']);
  page.signOut();
  await page.resumeSession();
  expect(page.session.isSignedIn.value).toBe(false);
});

test('whoever signs in waits a little, and is not signed out by what was owed', async () => {
  silent = new Set(['logout', 'refresh']);
  page.signOut();
  const signedIn = page.signIn('acme', 'ann', 'secret');
  await vi.advanceTimersByTimeAsync(3_000);
  await signedIn;

  expect(page.session.isSignedIn.value).toBe(true);
  expect(kept.has(OWED)).toBe(false);
  expect(paths()).toEqual(['logout', 'login', 'me']);
  expect(calls[0]?.signal.aborted).toBe(true);
  // Nothing of it goes on.
  await vi.advanceTimersByTimeAsync(60_000);
  expect(paths()).toEqual(['logout', 'login', 'me']);
});

test('without a token it is told by cookie', async () => {
  page = await open();
  page.signOut();
  await vi.waitFor(() => expect(kept.has(OWED)).toBe(false));
  expect(paths()).toEqual(['refresh', 'logout']);
});
